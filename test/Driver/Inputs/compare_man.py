"""Compares the options of `vitc help COMMAND` with those of the manual page.

    compare_man.py VITC PAGE
"""

import re
import subprocess
import sys


def help_of(*words):
    done = subprocess.run([sys.argv[1], "help", *words], capture_output=True, text=True, check=True)
    return done.stdout


def help_options(command):
    options = []
    for name, value in re.findall(r"^  (-\S+)( \S+)?", help_of(command), re.M):
        # A value after a blank belongs to short options; else it is the first word of the text.
        options.append(name + (value if not name.startswith("--") else ""))
    return options


def man_options(lines):
    options, command = {}, None
    for line in lines:
        line = line.replace("\\-", "-").replace("\\fI", "").replace("\\fR", "")
        if match := re.match(r"\.SS vitc (\w+)", line):
            command = match[1]
            options[command] = []
        elif command and line.startswith(".SH"):
            command = None
        elif command and line.startswith(".B -"):
            options[command].append(line[3:])
    options.pop("help")
    return options


commands = re.search(r"^Commands:\n((  .*\n)+)", help_of(), re.M)[1]
in_help = {name: help_options(name) for name in re.findall(r"^  (\w+)", commands, re.M) if name != "help"}
with open(sys.argv[2]) as text:
    in_man = man_options(text.read().splitlines())
assert len(in_help) >= 5 and all(in_help.values()), in_help
assert in_help == in_man, f"help has {in_help}, the page {in_man}"
