"""vitc's relative L2 error on logits against float64, for each model and precision."""

from peers.models import PICTURES
from peers.processes import Failed

#: Aims of each precision on random weights.
BOUNDS = {"f32": 5e-6, "bf16": 8e-3, "int8": 3e-2}


def error_of(comparison, model, precision):
    """A number, or the reason why there is none."""
    store, peer = comparison.store, "vitc"
    from peers import peer_vitc

    try:
        if not store.truth(model).exists():
            comparison.ask_once(peer, model, "f32", 2, comparison.deadline, "checkpoint")
        if not peer_vitc.ready(store, model, precision, 1, 1):
            comparison.ask_once(peer, model, precision, 1, comparison.deadline, "make", batch=1)
        return comparison.ask_once(peer, model, precision, max(comparison.options.threads),
                                   comparison.deadline, "errors", pictures=PICTURES)
    except Failed as reason:
        return str(reason)


def run(comparison):
    """Prints a table; exit status 1 when a bound does not hold."""
    failed = False
    print(f"{'model':10} {'precision':9} {'all':>9} {'least':>9} {'most':>9}   bound")
    for model in comparison.options.models:
        for precision in comparison.options.precisions:
            found = error_of(comparison, model, precision)
            if isinstance(found, str):
                print(f"{model:10} {precision:9} none: {found}")
                continue
            each = found["each"]
            bad = not found["all"] <= BOUNDS[precision]
            failed |= bad
            print(f"{model:10} {precision:9} {found['all']:9.2e} {min(each):9.2e} "
                  f"{max(each):9.2e}   {BOUNDS[precision]:.0e}{'  FAILED' if bad else ''}",
                  flush=True)
    return 1 if failed else 0
