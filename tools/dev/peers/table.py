"""Statistics of a comparison, its file and its Markdown tables. Needs nothing but Python.

A result is {"machine": …, "cells": [cell, …]}; a cell has model, precision, batch, threads, gflop,
peak_gflops and `peers`, where each has either `failed`, a reason, or `error` and `rounds`: pairs of
lists of milliseconds, vitc's and the peer's own, measured one after the other.
"""

import json
import pathlib
import statistics

KEY = ("model", "precision", "batch", "threads")


def key_of(cell):
    return tuple(cell[name] for name in KEY)


def find(result, key):
    """The cell of `key`, made when it is missing."""
    for cell in result["cells"]:
        if key_of(cell) == key:
            return cell
    cell = dict(zip(KEY, key), peers={})
    result["cells"].append(cell)
    return cell


def read(path):
    path = pathlib.Path(path)
    return json.loads(path.read_text()) if path.exists() else {"cells": []}


def write(result, path):
    """Complete or not at all: a run may be ended at any time."""
    path = pathlib.Path(path)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(result, indent=1) + "\n")
    partial.rename(path)


def median(rounds, which):
    """Of all runs: 0 is vitc, 1 the peer."""
    times = [time for pair in rounds for time in pair[which]]
    return statistics.median(times) if times else None


def ratio(rounds):
    """How many times vitc's time the peer takes: the median over rounds of their medians' ratio.

    Both are neighbours in a round, so a clock that changes between rounds changes neither.
    """
    each = [statistics.median(peer) / statistics.median(own) for own, peer in rounds if own and peer]
    return statistics.median(each) if each else None


def own_times(cell):
    """vitc's rounds of a cell; several peers share a session and so its rounds."""
    own = []
    for peer in cell["peers"].values():
        for pair in peer.get("rounds", []):
            if pair[0] not in own:
                own.append(pair[0])
    return [time for times in own for time in times]


def share_of_peak(cell):
    """Of the f32 peak on the same number of threads; None when something is missing."""
    times = own_times(cell)
    if not times or not cell.get("peak_gflops"):
        return None
    rate = cell["gflop"] * cell["batch"] / statistics.median(times) * 1e3
    return rate / cell["peak_gflops"]


def milliseconds(value):
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def peer_words(peer, limit):
    """One peer's field of a row."""
    if peer is None:
        return "not run"
    if "failed" in peer:
        return "failed"
    if not peer["rounds"]:
        return "out of time"
    if not peer["error"] <= limit:
        return f"wrong ({peer['error']:.0e})"
    return f"{milliseconds(median(peer['rounds'], 1))} ({ratio(peer['rounds']):.2f})"


def row(cell, title, names, limit):
    times, share = own_times(cell), share_of_peak(cell)
    own = peer_words(cell["peers"].get("vitc"), limit).split(" (")[0]
    if times:
        own = milliseconds(statistics.median(times))
    words = [title, str(cell["batch"]), str(cell["threads"]), own,
             f"{share:.2f}" if share else ""]
    peers = [peer_words(cell["peers"].get(name), limit) for name in names]
    return "| " + " | ".join(words + peers) + " |"


def least_ratio(cells, limit):
    """(ratio, cell, name) of the peer that comes closest, None without one."""
    found = [(ratio(peer["rounds"]), cell, name) for cell in cells
             for name, peer in cell["peers"].items()
             if name != "vitc" and peer.get("rounds") and peer["error"] <= limit]
    return min(found, key=lambda each: each[0], default=None)


def error_rows(cells, names, titles):
    """The largest error of each, over the cells of a precision."""
    for name in names:
        errors = [cell["peers"][name]["error"] for cell in cells
                  if "error" in cell["peers"].get(name, {})]
        if errors:
            yield f"{titles[name]} {max(errors):.1e}"


def reasons(cells, titles):
    """Why something is not in the table, once each."""
    found = {}
    for cell in cells:
        for name, peer in cell["peers"].items():
            if "failed" in peer:
                found.setdefault((titles[name], peer["failed"]), []).append(
                    f"{cell['model']} batch {cell['batch']}, {cell['threads']} threads")
    for (title, reason), where in found.items():
        yield f"- {title} ({'; '.join(where)}): {reason}"


def markdown(result, models, titles, limits):
    """Tables for a page, one for each precision.

    `models` are identifiers with their titles and `titles` those of the peers, both in the order
    wanted; `limits` are the errors above which a time is not believed.
    """
    lines = []
    for precision, limit in limits.items():
        cells = [cell for model in models for cell in sorted(result["cells"], key=key_of)
                 if cell["model"] == model and cell["precision"] == precision]
        names = [name for name in titles if any(name in cell["peers"] for cell in cells)
                 and name != "vitc"]
        if not cells:
            continue
        heads = ["model", "batch", "threads", "vitc ms", "share of the f32 peak"]
        heads += [f"{titles[name]} ms (ratio)" for name in names]
        lines += [f"### {precision}", "", "| " + " | ".join(heads) + " |",
                  "|" + "---|" * len(heads)]
        lines += [row(cell, models[cell["model"]], names, limit) for cell in cells]
        closest = least_ratio(cells, limit)
        lines.append("")
        if closest:
            times, cell, name = closest
            lines.append(f"Closest: {titles[name]}, {times:.2f} times vitc's time, on "
                         f"{models[cell['model']]}, batch {cell['batch']}, "
                         f"{cell['threads']} threads.")
        errors = ", ".join(error_rows(cells, ["vitc", *names], titles))
        if errors:
            lines += [f"Largest relative L2 error against float64: {errors}.", ""]
        why = list(reasons(cells, titles))
        lines += [*why, ""] if why else []
    return "\n".join(lines).rstrip() + "\n"
