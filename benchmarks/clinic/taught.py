"""What is taught: runs whose fault is known, and how a table is written.

The clinic's runs are many and alike in how they are built; other authors' scripts are few, and each
is another person's way of training and logging.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.clinic import roster
from benchmarks.clinic.admission import admitted
from benchmarks.clinic.reports import USUAL_MODES, measured
from probes.runner import Report
from tests.clinic import patients, varied
from tests.clinic.patients import Patient

Table = Mapping[str, Mapping[str, tuple[float, float]]]  # cause -> finding -> two numbers

HALVES = ("tuning", "spent", "varied")  # the locked one is for measuring
SAME_DATA = {"digit_images": "digits"}
PARTS = 6  # of the data sets drawn at random


@dataclass(frozen=True)
class Lesson:
    """`causes`: the faults at work, none in a healthy run; `right`: what counts as named rightly;
    `data`: lessons of the same are left out together."""

    data: str
    causes: tuple[str, ...]
    right: frozenset[str]
    reports: Mapping[str, list[Report]]  # by mode


def lessons() -> Iterator[Lesson]:
    from benchmarks.outside.taught import lessons as of_other_authors

    for half in HALVES:
        yield from _of(half, lambda _: True)
    yield from of_other_authors()


def new_lessons() -> Iterator[Lesson]:
    """What was not there when counts and weights were fitted: they can go on with these."""
    from benchmarks.outside.taught import NEW_TEACHERS
    from benchmarks.outside.taught import lessons as of_other_authors

    yield from _of(roster.VARIED, lambda patient: patient.other)
    yield from of_other_authors(NEW_TEACHERS)


def _of(half: str, wanted: Callable[[Patient], bool]) -> Iterator[Lesson]:
    well, _ = admitted(half, wanted)
    for patient in well:
        reports = {mode: measured(patient, mode) for mode in USUAL_MODES}
        right = patients.accepted(patient)
        yield Lesson(data_of(patient), patient.causes, right, reports)


def data_of(patient: Patient) -> str:
    """Data drawn at random are taken together, in some parts: there are hundreds."""
    data = patient.recipe.data
    if varied.is_drawn(data):
        return f"varied {int(data.partition('-')[2]) % PARTS}"
    return SAME_DATA.get(data, data)


def written(head: str, table: Table) -> str:
    lines = [head]
    for cause, findings in table.items():
        lines.append(f"{cause}:\n")
        lines += [f"  {name}: [{one:g}, {two:g}]\n" for name, (one, two) in findings.items()]
    return "".join(lines)
