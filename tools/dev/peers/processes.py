"""Processes that take turns: one runs, the others are stopped and use no processor."""

import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import time

TOOLS = pathlib.Path(__file__).resolve().parents[1]
#: Variables that would change how a peer computes: every process starts without them.
FOREIGN = ("OPENBLAS_", "OMP_", "GOMP_", "KMP_", "MKL_", "DNNL_", "ONEDNN_", "ATEN_", "TORCH", "ORT_",
           "OV_", "IREE_", "VITC_", "MALLOC_", "GLIBC_TUNABLES", "LD_PRELOAD", "CUDA_VISIBLE")


class Failed(Exception):
    """A peer that cannot do what was asked; says why."""


class OutOfTime(Exception):
    """The budget is spent."""


def environment(threads, own):
    """Where a peer runs: nothing inherited that steers arithmetic, its thread count, its `own`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    kept.update(OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads),
                CUDA_VISIBLE_DEVICES="", PYTHONPATH=str(TOOLS), PYTHONDONTWRITEBYTECODE="1")
    kept.update(own)
    return kept


def processors(threads):
    """The last processors that this process may use: interrupts tend to come to the first."""
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < threads:
        raise SystemExit(f"bench-peers: error: found {len(usable)} processors, "
                         f"expected {threads} for --threads={threads}")
    return usable[len(usable) - threads:]


class Process:
    """A worker, stopped unless it answers."""

    def __init__(self, options, peer, model="", precision="", threads=1, pinned=True, own=None):
        self.peer = peer
        log = pathlib.Path(options.work) / "logs"
        log.mkdir(parents=True, exist_ok=True)
        self.log = log / f"{peer}-{model}-{precision}-t{threads}.log"
        where = processors(threads) if pinned else None
        command = [options.python, "-m", "peers.worker", f"--peer={peer}", f"--model={model}",
                   f"--precision={precision}", f"--threads={threads}", f"--folder={options.work}",
                   f"--vitc={options.vitc}"]
        with open(self.log, "ab") as stderr:
            self.child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr,
                env=environment(threads, own or {}),
                preexec_fn=(lambda: os.sched_setaffinity(0, where)) if where else None)
        self.buffer = b""
        self.stopped = False

    def ask(self, deadline, command, **words):
        """The answer to one command. Raises Failed, or OutOfTime after `deadline`."""
        if self.stopped:
            os.kill(self.child.pid, signal.SIGCONT)
            self.stopped = False
        words["do"] = command
        try:
            self.child.stdin.write(json.dumps(words).encode() + b"\n")
            self.child.stdin.flush()
            answer = json.loads(self.line(deadline))
        except BrokenPipeError:
            raise Failed(f"ended before it answered; see {self.log.name}") from None
        if "failed" in answer:
            raise Failed(answer["failed"])
        os.kill(self.child.pid, signal.SIGSTOP) # threads that spin would disturb the others
        self.stopped = True
        return answer

    def line(self, deadline):
        while b"\n" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.child.stdout], [], [], left)[0]:
                raise OutOfTime
            read = os.read(self.child.stdout.fileno(), 1 << 16)
            if not read:
                status = self.child.wait()
                raise Failed(f"ended with status {status}; see {self.log.name}")
            self.buffer += read
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line

    def end(self):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        self.child.stdin.close()
        self.child.stdout.close()


def install(options):
    """Makes the environment of requirements.txt below the work folder; returns its python."""
    folder = pathlib.Path(options.work) / "venv"
    python, stamp = folder / "bin" / "python", folder / "installed.txt"
    wanted = (pathlib.Path(__file__).parent / "requirements.txt").read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"bench-peers: making {folder}, which downloads some gigabytes", file=sys.stderr)
    for command in ([sys.executable, "-m", "venv", folder],
                    [python, "-m", "pip", "install", "--quiet", "-r",
                     pathlib.Path(__file__).parent / "requirements.txt"]):
        if subprocess.run(command, check=False).returncode:
            raise SystemExit(f"bench-peers: error: {' '.join(map(str, command))} failed\n"
                             "hint: a network with a Python package index is needed once")
    stamp.write_text(wanted)
    return python
