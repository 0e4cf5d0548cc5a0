#!/usr/bin/env python3
"""Ends `vitc compile` at many moments, and lets the disk become full at many sizes.

usage: killed.py VITC MODEL SCRATCH

Whatever happens, the output is the old file or the complete new one, and no temporary is left: only
SIGKILL, which nobody can catch, may leave one. The ways:
- SIGTERM and SIGKILL, twenty moments each, spread over the time that a compilation takes;
- RLIMIT_FSIZE with SIGXFSZ ignored, so that write fails with EFBIG: twenty sizes;
- a tmpfs of limited size (needs the right to mount; else this part says that it is skipped);
- /dev/full.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

POINTS = 20
OLD = b"the old file\n"


class Compiler:
    def __init__(self, vitc, model, scratch):
        self.vitc, self.model, self.scratch = os.path.abspath(vitc), os.path.abspath(model), scratch

    def start(self, folder, limit=None, output="model"):
        """`vitc compile` to `output` in a folder that has an old file of that name."""
        def limits():
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if limit is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        environment = dict(os.environ, TMPDIR=os.path.join(folder, "tmp"), LC_ALL="C.UTF-8")
        return subprocess.Popen([self.vitc, "compile", self.model, "-o", output, "--cpu=x86-64-v3"],
                                cwd=folder, env=environment, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, preexec_fn=limits)

    def folder(self, name, root=None):
        path = os.path.join(root or self.scratch, name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(os.path.join(path, "tmp"))
        with open(os.path.join(path, "model"), "wb") as file:
            file.write(OLD)
        return path


class Judge:
    """Compares what a run left with what it may leave."""

    def __init__(self, complete):
        self.complete, self.problems, self.outcomes = complete, [], {}

    def look(self, what, folder, code, message, leaves_temporaries=False):
        with open(os.path.join(folder, "model"), "rb") as file:
            content = file.read()
        state = "old" if content == OLD else "complete" if content == self.complete else "partial"
        group = what.split()[0]
        self.outcomes.setdefault(group, {"old": 0, "complete": 0, "partial": 0})[state] += 1
        left = sorted(set(os.listdir(folder)) - {"model", "tmp"}) + os.listdir(folder + "/tmp")
        problems = []
        if state == "partial":
            problems.append("the output is part of a file (%d bytes)" % len(content))
        if left and not leaves_temporaries:
            problems.append("left " + ", ".join(left))
        if (code == 0) != (state == "complete") and code >= 0:
            problems.append("exit code %d with the %s file" % (code, state))
        self.problems += ["%s: %s\n%s" % (what, p, message) for p in problems]
        return state


def signals(compiler, judge, seconds):
    def attempt(arguments):
        kind, index = arguments
        folder = compiler.folder("%s-%d" % (kind.name, index))
        process = compiler.start(folder)
        # Past the end too: the last moments are when files are put in place.
        time.sleep(seconds * index / (POINTS - 2))
        process.send_signal(kind)
        message = process.communicate()[1].decode(errors="replace")
        return kind, index, folder, process.returncode, message
    jobs = [(kind, index) for kind in (signal.SIGTERM, signal.SIGKILL) for index in range(POINTS)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for kind, index, folder, code, message in pool.map(attempt, jobs):
            what = "%s %d" % (kind.name, index)
            judge.look(what, folder, code, message, leaves_temporaries=kind == signal.SIGKILL)
            if code not in (0, -kind, 128 + kind):
                judge.problems.append("%s: ended with %d\n%s" % (what, code, message))


def check_refusal(judge, what, state, message, words):
    if state == "old" and not any(word in message for word in words):
        judge.problems.append("%s: the message has none of %s\n%s" % (what, words, message))
    if message.count(": error: ") > 1:
        judge.problems.append("%s: more than one error\n%s" % (what, message))


def file_sizes(compiler, judge, size):
    """Limits from nothing to just enough."""
    def attempt(index):
        limit = size * index // (POINTS - 1) - (1 if index == POINTS - 2 else 0)
        folder = compiler.folder("size-%d" % index)
        process = compiler.start(folder, limit=max(limit, 0))
        message = process.communicate()[1].decode(errors="replace")
        return limit, folder, process.returncode, message
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for limit, folder, code, message in pool.map(attempt, range(POINTS)):
            what = "limit of %d bytes" % limit
            state = judge.look(what, folder, code, message)
            check_refusal(judge, what, state, message, ["File too large"])


def full_disks(compiler, judge, size):
    """A tmpfs that ends at twenty places within what the output needs."""
    mount = os.path.join(compiler.scratch, "disk")
    os.makedirs(mount, exist_ok=True)
    page = resource.getpagesize()
    for index in range(POINTS):
        pages = max(4, (size // page + 8) * index // (POINTS - 1))
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % (pages * page), "tmpfs", mount],
                          stderr=subprocess.DEVNULL).returncode:
            print("skipped: full disks need the right to mount a tmpfs")
            return
        try:
            folder = compiler.folder("out", root=mount)
            process = compiler.start(folder)
            message = process.communicate()[1].decode(errors="replace")
            what = "disk of %d pages" % pages
            state = judge.look(what, folder, process.returncode, message)
            check_refusal(judge, what, state, message, ["No space left on device"])
        finally:
            subprocess.run(["umount", "-l", mount], check=True)


def full_device(compiler, judge):
    folder = compiler.folder("full")
    process = compiler.start(folder, output="/dev/full")
    message = process.communicate()[1].decode(errors="replace")
    judge.look("/dev/full", folder, process.returncode, message)
    if process.returncode != 1 or "No space left on device" not in message:
        judge.problems.append("/dev/full: ended with %d\n%s" % (process.returncode, message))


def main(vitc, model, scratch):
    scratch = os.path.realpath(scratch)
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    compiler = Compiler(vitc, model, scratch)
    folder = compiler.folder("whole")
    start = time.monotonic()
    process = compiler.start(folder)
    message = process.communicate()[1].decode(errors="replace")
    seconds = time.monotonic() - start
    if process.returncode:
        sys.exit("cannot compile the model undisturbed:\n" + message)
    with open(os.path.join(folder, "model"), "rb") as file:
        judge = Judge(file.read())
    signals(compiler, judge, seconds)
    file_sizes(compiler, judge, len(judge.complete))
    full_disks(compiler, judge, len(judge.complete))
    full_device(compiler, judge)
    for group, outcomes in judge.outcomes.items():
        print(group, ", ".join("%d %s" % (n, state) for state, n in outcomes.items() if n))
    # A test in which nothing failed, or everything, has not found the moments that matter.
    for group in ("limit", "disk"):
        seen = judge.outcomes.get(group)
        if seen and not (seen["old"] and seen["complete"]):
            judge.problems.append("%s: expected some to fail and some not: %s" % (group, seen))
    print("\n".join(judge.problems))
    if not judge.problems:
        shutil.rmtree(scratch)
    return 1 if judge.problems else 0


sys.exit(main(*sys.argv[1:]))
