"""Do the knowledge base's fixes really cure? Each fault, its first three fixes, three seeds.

    python -m benchmarks.clinic.cure_check --half tuning --json cures.json
    python -m benchmarks.clinic.cure_check --json cures.json --only dead_relu label_noise

The sick run is trained again with the fix (cures.py); it has recovered when all that made it worse
than its healthy twin lies within a fifth of the twin's level. The second fix is tried where the
first one did not help, the third where neither did. Every run is kept once trained, so a check that
was broken off goes on where it was; with --only the other rows of the file stay.
"""

import argparse
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from benchmarks.clinic import roster, taught
from benchmarks.clinic.admission import USUAL, harm
from benchmarks.clinic.cures import CURES
from benchmarks.clinic.treated import truths
from knowledge_base import KnowledgeBase, load
from tests.clinic import patients, ward
from tests.clinic.patients import Patient

SEEDS = (0, 1, 2)
IN_TURN = 3  # fixes
WITHIN, LEAST = 1.2, 0.02  # of the twin's level, and what is nothing
Truth = dict[str, float]


@dataclass(frozen=True)
class Attempt:
    fix: str
    tried: int  # seeds that no earlier fix had cured; 0: nobody can do it to these runs
    recovered: int


@dataclass(frozen=True)
class Cured:
    cause: str
    base: str
    of: int  # seeds on which the fault does harm
    attempts: tuple[Attempt, ...]

    @property
    def by_first(self) -> int:
        return self.attempts[0].recovered

    @property
    def by_any(self) -> int:
        return sum(attempt.recovered for attempt in self.attempts)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clinic.cure_check")
    parser.add_argument("--half", choices=taught.HALVES, default="tuning")
    parser.add_argument("--only", nargs="+", choices=patients.causes(), metavar="CAUSE")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    kb = load()
    found = {one.cause: one for one in read(chosen.json)} if chosen.only and chosen.json else {}
    for cause in chosen.only or patients.causes():
        found[cause] = checked(kb, chosen.half, cause)
        print(found[cause], flush=True)
        if chosen.json:
            _write(chosen.json, found)


def read(path: Path) -> list[Cured]:
    rows = json.loads(path.read_text("utf-8"))
    return [
        Cured(**row | {"attempts": tuple(Attempt(**a) for a in row["attempts"])}) for row in rows
    ]


def _write(path: Path, found: dict[str, Cured]) -> None:
    rows = ",\n".join(json.dumps(asdict(found[cause])) for cause in sorted(found))
    path.write_text(f"[\n{rows}\n]\n", "utf-8")


def checked(kb: KnowledgeBase, half: str, cause: str) -> Cured:
    base = getattr(patients.fault_of(cause), half.upper())[0]
    left = [one for seed in SEEDS if (one := _sick(half, base, cause, seed))]
    of, attempts = len(left), []
    for fix in list(kb.causes[cause].fixes)[:IN_TURN]:
        if not left:
            break
        mendable = left if fix in CURES else []
        cured = [one for one in mendable if _recovers(half, one, fix)]
        attempts.append(Attempt(fix, len(mendable), len(cured)))
        left = [one for one in left if one not in cured]
    return Cured(cause, base, of, tuple(attempts))


def _sick(half: str, base: str, cause: str, seed: int) -> Patient | None:
    recipe = replace(roster.half(half).BASES[base], seed=seed)
    runs = (patients.infected(base, recipe, (cause,), how) for how in ("medium", "strong"))
    return next((one for one in runs if harm(half, one)), None)


def _recovers(half: str, sick: Patient, fix: str) -> bool:
    tried = [truths(sick.base, one) for one in CURES[fix](sick.recipe)]
    best = min(tried, key=lambda t: (t["nan"], t["told_error"]))
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
