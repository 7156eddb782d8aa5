"""Does the knowledge base's first fix really cure? Each fault, its first fix, three seeds.

    python -m benchmarks.clinic.cure_check --half tuning

The sick run is trained again with the fix (cures.py); it has recovered when all that made it worse
than its healthy twin lies within a fifth of the twin's level.
"""

import argparse
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from benchmarks.clinic import roster
from benchmarks.clinic.admission import USUAL, harm
from benchmarks.clinic.cures import CURES
from knowledge_base import KnowledgeBase, load
from tests.clinic import patients, ward
from tests.clinic.patients import Patient

SEEDS = (0, 1, 2)
WITHIN, LEAST = 1.2, 0.02  # of the twin's level, and what is nothing
Truth = dict[str, float]


@dataclass(frozen=True)
class Cured:
    cause: str
    fix: str
    base: str
    recovered: int
    of: int  # seeds on which the fault does harm


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clinic.cure_check")
    parser.add_argument("--half", choices=roster.HALVES, default="tuning")
    parser.add_argument("--only")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    kb, found = load(), []
    for cause in patients.causes():
        if not chosen.only or chosen.only in cause:
            found.append(checked(kb, chosen.half, cause))
            print(found[-1], flush=True)
            _write(chosen.json, found)


def _write(path: Path | None, found: list[Cured]) -> None:
    if path:
        rows = ",\n".join(json.dumps(asdict(one)) for one in found)
        path.write_text(f"[\n{rows}\n]\n", "utf-8")


def checked(kb: KnowledgeBase, half: str, cause: str) -> Cured:
    fix = next(iter(kb.causes[cause].fixes))
    base = getattr(patients.fault_of(cause), half.upper())[0]
    recovered = of = 0
    for seed in SEEDS if fix in CURES else ():
        recipe = replace(roster.half(half).BASES[base], seed=seed)
        sick = patients.infected(base, recipe, (cause,), "medium")
        if not harm(half, sick):
            sick = patients.infected(base, recipe, (cause,), "strong")
        if harm(half, sick):
            of += 1
            recovered += _recovers(half, sick, fix)
    return Cured(cause, fix, base, recovered, of)


def _recovers(half: str, sick: Patient, fix: str) -> bool:
    tried = [Patient(f"cured-{sick.base}", recipe) for recipe in CURES[fix](sick.recipe)]
    best = min(map(ward.truths, tried), key=lambda t: (t["nan"], t["told_error"]))
    twin = ward.truths(roster.twin(half, sick))
    checks = getattr(patients.fault_of(sick.causes[0]), "HURTS", USUAL)
    return not best["nan"] and all(_level(check, best, twin) for check in checks)


def _level(check: str, run: Truth, twin: Truth) -> bool:
    return all(
        value <= WITHIN * usual + LEAST
        for value, usual in zip(_amounts(check, run), _amounts(check, twin), strict=True)
    )


def _amounts(check: str, t: Truth) -> tuple[float, ...]:
    """What of a run is the worse the larger it is."""
    return {
        "score": (1 - t["score"],),
        "error": (t["error"],),
        "training": (t["fitted"],),
        "misled": (abs(t["told_score"] - t["plain_score"]),),
        "unsteady": (t["swing"], t["swing_of_score"], t["training_swing"]),
    }[check]


if __name__ == "__main__":
    main()
