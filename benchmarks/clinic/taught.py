"""What is taught: runs whose fault is known, and how a table is written.

The clinic's runs are many and alike in how they are built; other authors' scripts are few, and each
is another person's way of training and logging.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
        well, _ = admitted(half)
        for patient in well:
            reports = {mode: measured(patient, mode) for mode in USUAL_MODES}
            right = patients.accepted(patient)
            yield Lesson(data_of(patient), patient.causes, right, reports)
    yield from of_other_authors()


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
