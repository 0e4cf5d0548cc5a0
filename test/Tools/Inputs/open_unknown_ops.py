"""Reads the line of `vitc-opt --show-dialects`, writes what an editor would send for a file which
holds, for each of those dialects, an op that it does not have.

A server that knows the dialect answers "... does not allow unknown operations"; one that does not
know it answers "... unregistered dialect".
"""

import json
import sys


def message(method, params, number=None):
    text = {"jsonrpc": "2.0", "method": method, "params": params}
    if number is not None:
        text["id"] = number
    print(json.dumps(text))
    print("// -----")


dialects = sys.stdin.read().split(":")[1].strip().split(",")
message("initialize", {"processId": 1, "rootPath": "", "capabilities": {}, "trace": "off"}, 0)
for name in dialects:
    document = {
        "uri": f"test:///{name}.mlir",
        "languageId": "mlir",
        "version": 1,
        "text": f'"{name}.no_such_op"() : () -> ()',
    }
    message("textDocument/didOpen", {"textDocument": document})
message("shutdown", None, 1)
message("exit", None)
