#!/usr/bin/env python3
"""Runs vitc, and an executable it made, on inputs that are broken in many ways.

usage: hostile.py VITC MODELS SCRATCH [--sanitized] [--update] [NAME...]

Each case must end within two seconds of processor time (in one of three runs: a host that is busy
charges for what it takes away) and 1 GiB of address space with exit code 1
(2 for words of the command line), exactly the message that messages.txt has for it, nothing on
stdout, no output file and no temporary. Cases have different messages, and at least sixty of them
differ in what they say after `error:`.

--sanitized   the build has AddressSanitizer: no limit of memory, ten times the time
--update      write messages.txt from what is printed; read what changed before it is committed
NAME          only these cases
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import configs  # noqa: F401 (each module registers its cases)
import indexes  # noqa: F401
import modules  # noqa: F401
import outputs  # noqa: F401
import pictures  # noqa: F401
import weights  # noqa: F401
from harness import CASES, Box, Result, tree

MESSAGES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "messages.txt")
LEAST_MESSAGES = 60
TWO_ERRORS = {"field-labels-count"}  # two tensors that have another shape
# Cases that rightly say what another one says; every program-X may say what X says.
SAME = {"module-without-main": "module-empty", "output-full-device-text": "output-full-device"}
CRASH = re.compile(r"Stack dump|Sanitizer|runtime error:|Assertion|terminate called|PLEASE submit")


def load_messages():
    """name -> message: a line `== name`, then the message's lines."""
    found, name = {}, None
    with open(MESSAGES, encoding="utf-8") as file:
        for line in file:
            if line.startswith("== "):
                name = line[3:].rstrip("\n")
                found[name] = ""
            elif name:
                found[name] += line
    return found


def save_messages(messages):
    with open(MESSAGES, "w", encoding="utf-8") as file:
        file.write("What vitc says of each case of hostile.py. Written by --update, read by a person.\n")
        for name in sorted(messages):
            file.write("== %s\n%s" % (name, messages[name]))


class Runner:
    def __init__(self, vitc, models, scratch, sanitized):
        self.vitc, self.models, self.scratch = vitc, models, os.path.realpath(scratch)
        self.limited, self.slower = not sanitized, 10 if sanitized else 1
        self.model = os.path.join(models, "reference", "vit-tiny-p16")
        shutil.rmtree(self.scratch, ignore_errors=True)
        os.makedirs(self.scratch)
        self.varying = set()
        self.program = os.path.join(self.scratch, "program")
        subprocess.run([vitc, "compile", self.model, "-o", self.program], check=True)

    def picture(self, name):
        with open(os.path.join(self.models, "shapes", "pictures", name), "rb") as file:
            return file.read()

    def attempt(self, name):
        box = Box(os.path.join(self.scratch, name), self.model, self.program)
        box.good_picture = self.picture
        command = CASES[name](box) or ["compile", "model", "-o", "out/model"]
        if command[0] != self.program:
            command = [self.vitc] + command
        before = tree(box.root)
        result = Result(command, box, self.limited, 15 * self.slower * box.seconds)
        result.late = result.seconds > self.slower * box.seconds
        after = tree(box.root)
        changed = {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}
        if box.varies:
            self.varying.add(name)
        return result, sorted(changed - box.changes), bool(box.meddle)

    def run(self, name):
        """The message and a list of what is wrong."""
        late = 0
        for _ in range(5):
            result, changed, meddles = self.attempt(name)
            late += result.late
            missed = meddles and result.code == 0  # it was done before it was disturbed
            # What takes long because of its input takes long each time.
            if not missed and not (result.late and late < 3):
                break
        problems = []
        expected = 2 if result.message.startswith("vitc: error: ") else 1  # 2: of the command line
        if result.code != expected:
            problems.append("ended with %d, expected %d" % (result.code, expected))
        if result.out:
            problems.append("printed %r on stdout" % result.out[:80])
        if result.late:
            problems.append("took %.1f s of processor time" % result.seconds)
        if changed:
            problems.append("left or changed " + ", ".join(changed))
        errors = len(re.findall(r"^(?!hint: |note: ).*\berror: ", result.message, re.M))
        if errors != 1 + (name in TWO_ERRORS):
            problems.append("printed %d errors" % errors)
        if CRASH.search(result.message):
            problems.append("crashed")
        if len(result.message) > 4000:
            problems.append("printed %d bytes" % len(result.message))
        if not problems:
            shutil.rmtree(os.path.join(self.scratch, name))
        return result.message, problems


def compare(messages, expected, varying):
    """What differs from the expected messages, and which cases say the same."""
    problems, seen = [], {}
    for name, message in messages.items():
        if name not in expected:
            problems.append("%s: has no message in messages.txt" % name)
        elif message != expected[name] and name not in varying:
            problems.append("%s: expected\n%s" % (name, expected[name]))
        other = seen.setdefault(message, name)
        if other not in (name, SAME.get(name), name.replace("program-", "")):
            problems.append("%s: says the same as %s" % (name, other))
    return problems


def main(arguments):
    options = {a for a in arguments if a.startswith("--")}
    vitc, models, scratch, *names = [a for a in arguments if not a.startswith("--")]
    runner = Runner(os.path.abspath(vitc), os.path.abspath(models), scratch, "--sanitized" in options)
    names = names or sorted(CASES)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(names, pool.map(runner.run, names)))
    messages = {name: message for name, (message, _) in results.items()}
    problems = ["%s: %s" % (name, p) for name, (_, found) in results.items() for p in found]
    if "--update" in options:
        expected = load_messages() if len(names) < len(CASES) and os.path.exists(MESSAGES) else {}
        save_messages({**expected, **messages})
    expected = load_messages()
    problems += compare(messages, expected, runner.varying)
    sentences = {m.split("\n")[0].partition("error: ")[2] for m in messages.values()}
    print("%d cases, %d different sentences" % (len(messages), len(sentences)))
    if len(names) == len(CASES):
        problems += ["%s: no such case" % n for n in sorted(expected.keys() - CASES.keys())]
        if len(sentences) < LEAST_MESSAGES:
            problems.append("expected at least %d different sentences" % LEAST_MESSAGES)
    for name in sorted({p.split(":")[0] for p in problems} & messages.keys()):
        print("%s printed\n%s" % (name, messages[name]))
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main(sys.argv[1:]))
