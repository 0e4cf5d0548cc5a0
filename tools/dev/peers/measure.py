"""Preparation and measurement: which processes run when."""

import importlib
import time

from peers import table
from peers.models import MODELS, Store
from peers.processes import Failed, OutOfTime, Process

PEERS = ("onnxruntime", "openvino", "eager", "inductor", "iree")
#: Rough speed for plans: times of the f32 peak that vitc reaches.
SPEED = {"f32": 0.9, "bf16": 1.7, "int8": 2.6}
SLOW = 3 #: a peer that takes so many times vitc's time has one round
LOADING = 3 #: seconds that one process needs until it runs, about
MAKING = 1800 #: seconds after which a preparation is given up


def module_of(peer):
    return importlib.import_module(f"peers.peer_{peer}")


def own_environment(peer, threads):
    return getattr(module_of(peer), "environment", lambda _: {})(threads)


def start(options, peer, model, precision, threads, pinned=True):
    return Process(options, peer, model, precision, threads, pinned,
                   own_environment(peer, threads))


class Comparison:
    """The cells that were asked for, the result so far and the time that is left."""

    def __init__(self, options, result, say):
        self.options, self.result, self.say = options, result, say
        self.store = Store(options.work)
        self.store.vitc = options.vitc
        self.deadline = time.monotonic() + options.budget
        self.missing = []

    def save(self):
        table.write(self.result, self.options.out / "peers.json")

    def groups(self):
        """(model, precision, threads): the cells that share processes."""
        options = self.options
        for precision in options.precisions:
            for model in options.models:
                for threads in options.threads:
                    yield model, precision, threads

    def peers_of(self, precision):
        return [peer for peer in self.options.peers if precision in module_of(peer).PRECISIONS]

    def wanted(self, key):
        """Peers that the result does not have yet for this cell."""
        cell = table.find(self.result, key)
        known = [] if self.options.again else [
            name for name, peer in cell["peers"].items() if peer.get("rounds") or
            ("failed" in peer and not self.options.retry)]
        return [peer for peer in self.peers_of(key[1]) if peer not in known]

    # Preparation ----------------------------------------------------------------------------------

    def prepare(self):
        """Makes what the timed part loads; what fails is noted in the result and not tried again."""
        forever = time.monotonic() + self.options.budget
        for model in self.options.models:
            if not self.store.truth(model).exists():
                self.say(f"{model}: weights and their logits in float64")
                self.ask_once("vitc", model, "f32", 2, forever, "checkpoint")
        # Peer by peer: a budget that ends here leaves whole columns.
        for peer in [*self.options.peers, "vitc"]:
            for model, precision, threads in self.groups():
                if precision not in module_of(peer).PRECISIONS:
                    continue
                for batch in self.options.batches:
                    self.make(peer, model, precision, batch, threads, forever)
        self.save()

    def make(self, peer, model, precision, batch, threads, forever):
        known = table.find(self.result, (model, precision, batch, threads))["peers"]
        if module_of(peer).ready(self.store, model, precision, batch, threads):
            if known.get(peer, {}).get("unprepared"): # made for another cell since
                known.pop(peer)
            return
        if "failed" in known.get(peer, {}) and not self.options.retry:
            return
        self.say(f"{model} {precision} batch {batch} threads {threads}: preparing {peer}")
        try:
            self.ask_once(peer, model, precision, threads,
                          min(forever, time.monotonic() + MAKING), "make", batch=batch)
            known.pop(peer, None)
        except Failed as reason:
            self.say(f"  failed: {reason}")
            known[peer] = {"failed": str(reason), "unprepared": True}
            self.save()

    def ask_once(self, peer, model, precision, threads, deadline, command, **words):
        process = start(self.options, peer, model, precision, threads, pinned=False)
        try:
            return process.ask(deadline, command, **words)
        except OutOfTime:
            if time.monotonic() < self.deadline:
                raise Failed(f"took more than {MAKING} s to prepare") from None
            raise
        finally:
            process.end()

    # Measurement ----------------------------------------------------------------------------------

    def run(self):
        """Measures what is missing until all is there or the budget is spent."""
        process = Process(self.options, "peak")
        try:
            process.ask(self.deadline, "make", batch=0)
        finally:
            process.end()
        for model, precision, threads in self.groups():
            keys = [(model, precision, batch, threads) for batch in self.options.batches]
            names = [peer for peer in self.peers_of(precision)
                     if any(peer in self.wanted(key) for key in keys)]
            for some in self.sessions(model, names):
                self.session(some, model, precision, threads, keys)
        self.save()

    def sessions(self, model, names):
        """`names` in as few parts as memory allows: all of a part are loaded at once."""
        need = 3 * MODELS[model].weight_bytes() + (600 << 20)
        at_once = max(1, int(self.options.memory * (1 << 30) // need) - 1)
        return [names[i:i + at_once] for i in range(0, len(names), at_once)]

    def estimate(self, key, peers):
        """Seconds that a cell takes, without loading."""
        model, precision, batch, threads = key
        rate = self.options.assumed_peak * threads * SPEED[precision]
        each = MODELS[model].flops() * batch / rate * 1e-9
        rounds = self.rounds(each * 1e3)
        turn = max(self.options.turn, each) + (each if each < 1 else 0)
        return (peers * 1.4 + 1) * (rounds * turn + 2 * each)

    def rounds(self, first_ms):
        """Few rounds where one run takes seconds: its median is steady."""
        return min(self.options.rounds, 2) if first_ms > 1500 else self.options.rounds

    def session(self, names, model, precision, threads, keys):
        """One process for vitc, one for each peer; the batches after each other."""
        processes = {}
        try:
            for key in keys:
                names_here = [name for name in names if name in self.wanted(key)]
                if names_here:
                    self.cell(key, names_here, processes)
        finally:
            for process in processes.values():
                process.end()

    def cell(self, key, names, processes):
        model, precision, batch, threads = key
        left = self.deadline - time.monotonic()
        starting = sum(LOADING for name in ["vitc", *names] if name not in processes)
        if left < self.estimate(key, len(names)) + starting:
            self.missing.append(key)
            return
        self.say(f"{model} {precision} batch {batch} threads {threads}: {', '.join(names)}")
        cell = table.find(self.result, key)
        cell["gflop"] = MODELS[model].flops() * 1e-9
        loaded = {}
        for name in ["vitc", *names]:
            try:
                if name not in processes:
                    processes[name] = start(self.options, name, model, precision, threads)
                loaded[name] = processes[name].ask(self.deadline, "load", batch=batch)
                cell["peers"][name] = dict(loaded[name], rounds=[])
            except Failed as reason:
                self.say(f"  {name} failed: {reason}")
                cell["peers"][name] = {"failed": str(reason)}
                processes.pop(name).end()
            except OutOfTime:
                self.missing.append(key)
                return
        if "vitc" in loaded and len(loaded) > 1:
            self.take_turns(cell, loaded, processes)
        self.save()
        self.report(cell, loaded)

    def take_turns(self, cell, loaded, processes):
        if "peak" not in processes:
            processes["peak"] = Process(self.options, "peak", threads=cell["threads"])
        order = list(loaded)
        rounds = self.rounds(loaded["vitc"]["first_ms"])
        try:
            for number in range(rounds):
                peak = processes["peak"].ask(self.deadline, "peak", rounds=10)["gflops"]
                cell["peak_gflops"] = max(peak, cell.get("peak_gflops", 0))
                turns = order if number % 2 == 0 else order[::-1]
                times = {name: self.turn(processes[name], loaded[name]) for name in turns}
                for name in order:
                    cell["peers"][name]["rounds"].append([times["vitc"], times[name]])
                order = [name for name in order if times[name][0] < SLOW * times["vitc"][0]]
        except Failed as reason:
            self.say(f"  a run failed: {reason}")
        except OutOfTime:
            self.missing.append(table.key_of(cell))

    def turn(self, process, loaded):
        first = loaded["first_ms"]
        # One run may be long: only what was never started is refused when time is short.
        return process.ask(self.deadline + 20 * first * 1e-3, "turn", seconds=self.options.turn,
                           least=1 if first > 1000 else 2, warm=first < 1000)["ms"]

    def report(self, cell, loaded):
        for name in loaded:
            rounds = cell["peers"][name]["rounds"]
            if rounds:
                self.say(f"  {name:12} {table.median(rounds, 1):9.2f} ms, "
                         f"{table.ratio(rounds):5.2f} times vitc's, "
                         f"error {loaded[name]['error']:.1e}")
