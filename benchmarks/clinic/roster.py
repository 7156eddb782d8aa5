"""Who is in a half of the clinic: sick runs at three strengths, pairs of faults, healthy runs."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from types import ModuleType

from benchmarks.clinic.ugly import UGLY, UGLY_SGD
from tests.clinic import patients
from tests.clinic.histories import KINDS
from tests.clinic.patients import Patient
from tests.clinic.recipe import Recipe

HALVES = ("tuning", "spent", "locked")
VARIED = "varied"  # drawn at random, to be fitted on
MEDIUM = "medium"
STRENGTHS = ("mild", MEDIUM, "strong")
PER_EPOCH = ("keras", "text", "chinese")  # formats without a row per step
SEEDS = (0, 1, 2)  # of a plain healthy recipe
UGLY_SEEDS = (0, 1)


def half(name: str) -> ModuleType:
    return import_module(f"benchmarks.clinic.halves.{name}")


def sick(name: str) -> list[Patient]:
    there = half(name)
    if name != VARIED:
        return _ill(there.BASES, _runs(name))
    return [*_ill(there.BASES, there.RUNS), *_ill(there.BASES, there.RUNS_IN_ANOTHER_FORM, True)]


def _ill(
    bases: Mapping[str, Recipe], runs: Iterable[tuple[str, str, str]], other: bool = False
) -> list[Patient]:
    return [
        _written(patients.infected(base, bases[base], (cause,), strength, other))
        for cause, base, strength in runs
    ]


def _runs(name: str) -> list[tuple[str, str, str]]:
    """Every fault at each strength on its first base, and at a medium one on its others."""
    found = []
    for cause in patients.causes():
        first, *others = getattr(patients.fault_of(cause), name.upper())
        found += [(cause, first, strength) for strength in STRENGTHS]
        found += [(cause, base, MEDIUM) for base in others]
    return found


def pairs(name: str) -> list[Patient]:
    there = half(name)
    return [
        _written(patients.infected(base, there.BASES[base], (one, other), MEDIUM))
        for one, other, base in there.PAIRS
    ]


def healthy(name: str) -> list[Patient]:
    there = half(name)
    if name == VARIED:
        return [_written(Patient(f"healthy-{n}", r, base=b)) for n, b, r in there.HEALTHY]
    found = [(base, base, recipe, SEEDS) for base, recipe in there.BASES.items()]
    for bases, changes in ((there.UGLY_BASES, UGLY), (there.UGLY_SGD_BASES, UGLY_SGD)):
        for change, make in changes.items():
            found += [(f"{change}-{b}", b, make(there.BASES[b]), UGLY_SEEDS) for b in bases]
    return [
        _written(Patient(f"healthy-{label}", replace(recipe, seed=seed), base=base))
        for label, base, recipe, seeds in found
        for seed in seeds
    ]


def plain(name: str, base: str) -> Patient:
    """The healthy run of a base that was drawn, as it stands among the healthy ones."""
    return _written(Patient(f"healthy-{base}", half(name).BASES[base], base=base))


def everybody(name: str) -> list[Patient]:
    """In an order of which any beginning is a fair sample of all kinds."""
    places = {strength: at for at, strength in enumerate((MEDIUM, "strong", "mild"))}
    ill = sick(name)
    if name != VARIED:
        ill = sorted(ill, key=lambda patient: places[patient.strength])
    fine = sorted(healthy(name), key=lambda patient: patient.recipe.seed)
    lists = (ill, fine, pairs(name))
    placed = [(at / len(some), who) for some in lists for at, who in enumerate(some)]
    return [who for _, who in sorted(placed, key=lambda pair: pair[0])]


def twin(name: str, patient: Patient) -> Patient:
    """The same run without its faults; a healthy one's twin is its base as it stands."""
    plain = replace(half(name).BASES[patient.base], seed=patient.recipe.seed)
    recipe = patients.twin(plain, patient.causes, patient.strength, patient.other)
    return Patient(f"twin-{patient.base}", recipe)


def _written(patient: Patient) -> Patient:
    """Formats of histories fall to the patients by their names."""
    kinds = [k for k in sorted(KINDS) if not (patient.recipe.every_step and k in PER_EPOCH)]
    mark = zlib.crc32(f"{patient.name} {patient.strength} {patient.recipe.seed}".encode())
    return replace(patient, recipe=replace(patient.recipe, history=kinds[mark % len(kinds)]))
