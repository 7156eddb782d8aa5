"""Is a run really sick, and a healthy one really healthy? Decided before anybody diagnoses it.

A fault at a strength that does no harm makes no patient: it is left out and published as harmless.
The numbers compared are those of tests/clinic/truth.py, on new samples that nobody logged.
"""

from collections.abc import Callable

from benchmarks.clinic import roster
from tests.clinic import patients, varied, ward
from tests.clinic.patients import Patient

# How much worse than its healthy twin: half again the error rate and two points, and so on.
SCORE_TIMES, SCORE_MORE = 1.5, 0.02
ERROR_TIMES, ERROR_MORE = 1.3, 0.03
MISLED_SCORE, MISLED_TIMES, MISLED_MORE = 0.04, 1.5, 0.05
SWING_TIMES, SWING_MORE = 2.0, 0.01
# A healthy run may fall this far behind its base, and a base this far behind perfection.
BEHIND_BASE = 0.06
FLOOR = {
    "diabetes_sgd": 0.3, "hazy": 0.7, "hazy_sgd": 0.7, "murky": 0.55, "murky_sgd": 0.55,
    "babble": 0.42, "babble_sgd": 0.42,
}  # fmt: skip
USUAL_FLOOR = 0.85
VARIED_SHARE = 0.88  # of what the best of all models reaches on data drawn at random

Truth = dict[str, float]


def _score(sick: Truth, twin: Truth) -> bool:
    return 1 - sick["score"] >= SCORE_TIMES * (1 - twin["score"]) + SCORE_MORE


def _error(sick: Truth, twin: Truth) -> bool:
    return sick["error"] >= ERROR_TIMES * twin["error"] + ERROR_MORE


def _training(sick: Truth, twin: Truth) -> bool:
    return sick["fitted"] >= ERROR_TIMES * twin["fitted"] + ERROR_MORE


def _misled(sick: Truth, twin: Truth) -> bool:
    """What was logged is not how good the model is."""
    gap, usual = (abs(t["told_score"] - t["plain_score"]) for t in (sick, twin))
    low, high = sorted((sick["told_error"], sick["error"]))
    return gap >= usual + MISLED_SCORE or high >= MISLED_TIMES * low + MISLED_MORE


def _unsteady(sick: Truth, twin: Truth) -> bool:
    swings = ("swing", "swing_of_score", "training_swing")
    return any(sick[s] >= SWING_TIMES * twin[s] + SWING_MORE for s in swings)


CHECKS = {
    "score": _score,
    "error": _error,
    "training": _training,
    "misled": _misled,
    "unsteady": _unsteady,
}
USUAL = ("score", "error", "training")


def harm(half: str, patient: Patient) -> tuple[str, ...]:
    """The checks, of those that the faults declare, by which the run is worse than its twin."""
    sick, well = ward.truths(patient), ward.truths(roster.twin(half, patient))
    if sick["nan"]:
        return ("nan",)
    declared = {
        check
        for cause in patient.causes
        for check in getattr(patients.fault_of(cause), "HURTS", USUAL)
    }
    return tuple(sorted(check for check in declared if CHECKS[check](sick, well)))


def well(half: str, patient: Patient) -> bool:
    run, base = ward.truths(patient), ward.truths(roster.twin(half, patient))
    floor = max(_floor(patient), base["score"] - BEHIND_BASE)
    return not run["nan"] and run["score"] >= floor and not _past_best(run)


def _floor(patient: Patient) -> float:
    if varied.is_drawn(patient.recipe.data):
        return VARIED_SHARE * varied.ceiling(patient.recipe.data)
    return FLOOR.get(patient.base, USUAL_FLOOR)


def _past_best(run: Truth) -> bool:
    """Its loss at the end lies as far above its lowest as counts as harm in a sick run."""
    return run["told_error"] >= ERROR_TIMES * run["best_error"] + ERROR_MORE


def fits(half: str, patient: Patient) -> bool:
    """A fault in a run that was drawn counts where the run as drawn is well."""
    if not patient.causes:
        return well(half, patient)
    if half == roster.VARIED and not well(half, roster.plain(half, patient.base)):
        return False
    return bool(harm(half, patient))


def admitted(
    half: str, wanted: Callable[[Patient], bool] = lambda _: True
) -> tuple[list[Patient], list[Patient]]:
    """Who is what it is meant to be, and who is not."""
    sorted_out: tuple[list[Patient], list[Patient]] = ([], [])
    for patient in roster.everybody(half):
        if wanted(patient):
            sorted_out[not fits(half, patient)].append(patient)
    return sorted_out
