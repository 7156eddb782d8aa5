"""How well runs on data are judged that neither counts nor weights have seen.

    python -m benchmarks.clinic.left_out

For each data set of the runs that may be fitted on, all that is taught is fitted on the others.
One fault is supposed: the rank among causes, and whether anything is wrong, at the prior odds that
are shipped. Data sets drawn at random have a table of their own.
"""

from collections.abc import Iterator

import numpy as np
import torch

from benchmarks.clinic import roster, taught
from benchmarks.clinic.reports import USUAL_MODES
from benchmarks.clinic.signs import Weighed, signs_of, weighed
from benchmarks.clinic.weights import among_causes, of_harm
from knowledge_base import KnowledgeBase, load

HEAD = (
    "| uploaded | sick runs | accepted first | in three | sick called healthy | healthy runs "
    "| called sick |\n|---|---|---|---|---|---|---|"
)


def judged(kb: KnowledgeBase, runs: list[Weighed]) -> Iterator[tuple[Weighed, int, float]]:
    """Each run with the place of the first accepted cause and the log odds of any harm."""
    for data in sorted({run.data for run in runs}):
        others = [run for run in runs if run.data != data]
        these = [run for run in runs if run.data == data]
        signs = signs_of(kb, others)
        among = among_causes(others, signs.of(others)).numpy()
        harm, _ = of_harm(others, signs.of_symptoms(others))
        odds = signs.of_symptoms(these) @ harm.numpy()
        for run, row, more in zip(these, signs.of(these), odds, strict=True):
            order = np.argsort(-(run.alone + row @ among))
            place = int(np.argmax(run.right[order])) + 1 if run.right.any() else 0
            yield run, place, run.odds + float(more)


def main() -> None:
    torch.set_num_threads(1)
    kb = load()
    everybody = list(judged(kb, weighed(kb, taught.lessons())))
    for drawn in (False, True):
        _print([one for one in everybody if one[0].data.startswith(roster.VARIED) == drawn])


def _print(everybody: list[tuple[Weighed, int, float]]) -> None:
    print(HEAD)
    for mode in USUAL_MODES:
        found = [one for one in everybody if one[0].mode == mode]
        sick = [(place, odds) for run, place, odds in found if run.causes]
        well = [odds for run, _, odds in found if not run.causes]
        shares = (
            np.mean([place == 1 for place, _ in sick]),
            np.mean([place <= 3 for place, _ in sick]),
            np.mean([odds < 0 for _, odds in sick]),
        )
        told = " | ".join(f"{share:.3f}" for share in shares)
        called = np.mean([odds > 0 for odds in well])
        print(f"| {mode} | {len(sick)} | {told} | {len(well)} | {called:.3f} |")


if __name__ == "__main__":
    main()
