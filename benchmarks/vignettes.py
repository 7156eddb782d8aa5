"""How many of the cases from outside the engine judges as their author did, by family.

    python -m benchmarks.vignettes           # the table
    python -m benchmarks.vignettes --misses  # and each miss: what came first instead

A single fault is counted first and among the first three, whatever its author expected of it; two
faults are counted when both are among the first three. `holds` is what the author expected.
"""

import argparse
from dataclasses import dataclass

from knowledge_base import KnowledgeBase, load
from tests.vignettes.judging import holds, ranked
from tests.vignettes.outside import OutsideVignette, by_family


@dataclass(frozen=True)
class Judged:
    told: OutsideVignette
    ranked: list[str]

    @property
    def places(self) -> list[int]:
        return [self.ranked.index(cause) + 1 for cause in self.told.causes]

    @property
    def held(self) -> bool:
        return holds(self.told.expect, *self.places)

    @property
    def miss(self) -> str:
        at = ", ".join(f"{c} {p}." for c, p in zip(self.told.causes, self.places, strict=True))
        known = f" (known: {self.told.known_miss})" if self.told.known_miss else ""
        return f"- {self.told.id}: {at}; first {', '.join(self.ranked[:3])}{known}"


def judged(kb: KnowledgeBase) -> dict[str, list[Judged]]:
    return {
        family: [Judged(told, ranked(kb, told)) for told in cases]
        for family, cases in by_family().items()
    }


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "-"


def row(name: str, cases: list[Judged]) -> str:
    singles = [case for case in cases if len(case.places) == 1]
    pairs = [case for case in cases if len(case.places) == 2]
    cells = (
        share(sum(case.places[0] == 1 for case in singles), len(singles)),
        share(sum(case.places[0] <= 3 for case in singles), len(singles)),
        share(sum(max(case.places) <= 3 for case in pairs), len(pairs)),
        share(sum(min(case.places) == 1 for case in pairs), len(pairs)),
        share(sum(case.held for case in cases), len(cases)),
        str(sum(case.told.known_miss is not None for case in cases)),
    )
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    families = judged(load())
    print(
        "| family | one fault: first | in three | two faults: both in three | one of them first "
        "| holds | known misses |\n|---|---|---|---|---|---|---|"
    )
    for family, cases in families.items():
        print(row(family, cases))
    together = [case for cases in families.values() for case in cases]
    print(row("all", together))
    if chosen.misses:
        print("\n" + "\n".join(case.miss for case in together if not case.held))


if __name__ == "__main__":
    main()
