"""One peer in a process of its own; takes commands on stdin, a line of JSON each.

    checkpoint  write weights, inputs and the true logits
    make      convert, quantise or compile ahead of time what the timed part loads
    load      load a batch size, run it once, answer with the error of its logits
    turn      run for some time and answer with milliseconds of each run
    errors    errors of some pictures
    peak      GFLOP/s of multiply-adds, the best of some rounds
"""

import argparse
import importlib
import json
import os
import pathlib
import sys
import time

import numpy

from peers.models import Store, relative_error


class Worker:
    """Commands as methods; what is loaded lives between them."""

    def __init__(self, options):
        self.options = options
        self.store = Store(pathlib.Path(options.folder))
        self.store.vitc = options.vitc
        self.peer = importlib.import_module(f"peers.peer_{options.peer}")
        self.run = self.pixels = None

    def checkpoint(self):
        from peers import checkpoints

        checkpoints.make(self.store, self.options.model)
        return {}

    def make(self, batch):
        options = self.options
        self.peer.make(self.store, options.model, options.precision, batch, options.threads)
        return {}

    def load(self, batch):
        options, self.run = self.options, None
        self.pixels = numpy.ascontiguousarray(
            numpy.load(self.store.inputs(options.model))[:batch])
        begin = time.perf_counter()
        self.run = self.peer.load(self.store, options.model, options.precision, batch,
                                  options.threads)
        loaded = time.perf_counter()
        logits = numpy.array(self.run(self.pixels))
        first = time.perf_counter() - loaded
        truth = numpy.load(self.store.truth(options.model))[:batch]
        if logits.shape != truth.shape:
            raise RuntimeError(f"found logits {logits.shape}, expected {truth.shape}")
        return {"load_s": loaded - begin, "first_ms": first * 1e3,
                "error": relative_error(logits, truth)}

    def errors(self, pictures):
        """Of all pictures together, and of each: one at a time through code for batch 1."""
        options = self.options
        pixels = numpy.load(self.store.inputs(options.model))[:pictures]
        truth = numpy.load(self.store.truth(options.model))[:pictures]
        run = self.peer.load(self.store, options.model, options.precision, 1, options.threads)
        logits = [numpy.array(run(pixels[i:i + 1])[0]) for i in range(pictures)]
        return {"all": relative_error(logits, truth),
                "each": [relative_error(*pair) for pair in zip(logits, truth)]}

    def turn(self, seconds, least, warm):
        """Runs once untimed if `warm`, then for `seconds`, but at least `least` times."""
        times = []
        if warm:
            self.run(self.pixels)
        limit = time.perf_counter() + seconds
        while len(times) < least or time.perf_counter() < limit:
            begin = time.perf_counter()
            self.run(self.pixels)
            times.append((time.perf_counter() - begin) * 1e3)
        return {"ms": times}

    def peak(self, rounds):
        run = self.peer.load(self.store, self.options.threads)
        return {"gflops": max(run() for _ in range(rounds))}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("peer", "model", "precision", "folder", "vitc"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--threads", type=int, default=1)
    # Libraries print to stdout: answers go to a copy of it, the rest to the log.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    worker = None
    options = parser.parse_args()
    for line in sys.stdin:
        words = json.loads(line)
        command = words.pop("do")
        try:
            worker = worker or Worker(options)
            answer = getattr(worker, command)(**words)
        except Exception as error: # whatever a peer throws is its answer
            import traceback
            traceback.print_exc()
            lines = str(error).strip().splitlines() or [""]
            answer = {"failed": f"{type(error).__name__}: {lines[0][:300]}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
