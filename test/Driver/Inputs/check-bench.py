"""check-bench.py REPORT ROOFLINE TRACE: what vitc bench wrote of one run on two threads agrees.

The report has all that is promised and its numbers follow from each other; the roofline is XML with a
dot for each op that has products; the trace has every loop of every forward, on threads that exist.
"""

import json
import sys
import xml.etree.ElementTree as xml

report = json.load(open(sys.argv[1]))
result = report["results"][0]
batch = result["batch"]
latency = result["latency_ms"]
assert latency["min"] <= latency["median"] <= latency["p99"], latency
assert abs(result["images_per_second"] * latency["median"] / 1e3 / batch - 1) < 1e-6
assert abs(result["images_per_second"] * report["flops"] / 1e9 / result["gflops"] - 1) < 1e-6
assert abs(result["share_of_peak"] - result["gflops"] / result["peak_gflops"]) < 1e-9

products = [op for op in report["ops"] if "gflops" in op]
for op in report["ops"]:
    assert op["name"] and op["kernel"] and op["shape"] and op["runs"] >= 1, op
    assert op["ms"] > 0 and op["bytes"] > 0 and 0 < op["share_of_total"] <= 1, op
assert all(abs(op["share_of_peak"] - op["gflops"] / result["peak_gflops"]) < 1e-9 for op in products)
done = sum(op["gflops"] * op["ms"] * 1e6 for op in products)
assert abs(done / (report["flops"] * batch) - 1) < 0.01, (done, report["flops"] * batch)
(block,) = report["blocks"]
inside = [op for op in report["ops"] if op["runs"] == block["runs"]]
assert block["bytes"] == sum(op["bytes"] for op in inside), block

svg = xml.parse(sys.argv[2]).getroot()
space = "{http://www.w3.org/2000/svg}"
assert svg.tag == space + "svg"
assert len(svg.findall(space + "circle")) == len(products)
texts = " ".join("".join(text.itertext()) for text in svg.iter(space + "text"))
for op in report["ops"]:
    assert op["shape"] in texts, op["shape"]
assert "f32 multiply-adds" in texts and "DRAM" in texts

events = json.load(open(sys.argv[3]))["traceEvents"]
forwards = [event for event in events if event["name"] == "forward"]
loops = [event for event in events if event["ph"] == "X" and event["name"] != "forward"]
assert len(forwards) == 3
assert {event["tid"] for event in loops} <= {0, 1}
for op in report["ops"]:
    runs = [event for event in loops if event["name"] == op["kernel"] + " " + op["name"]]
    seen = {(event["args"]["run"], event["tid"], event["ts"]) for event in runs}
    assert len(seen) == len(runs) >= 3 * op["runs"], op["name"]
    assert {event["args"]["run"] for event in runs} == set(range(op["runs"])), op["name"]
for event in loops:
    assert any(
        whole["ts"] <= event["ts"] and event["ts"] + event["dur"] <= whole["ts"] + whole["dur"] + 1
        for whole in forwards
    ), event
