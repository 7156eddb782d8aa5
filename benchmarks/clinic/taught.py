"""What the clinic teaches: the runs that may be fitted on, and how a table is written."""

from collections.abc import Iterator, Mapping

from benchmarks.clinic.admission import admitted
from benchmarks.clinic.reports import USUAL_MODES, measured
from probes.runner import Report
from tests.clinic.patients import Patient

Table = Mapping[str, Mapping[str, tuple[float, float]]]  # cause -> finding -> two numbers


HALVES = ("tuning", "spent", "varied")  # the locked one is for measuring


def runs() -> Iterator[tuple[Patient, dict[str, list[Report]]]]:
    for half in HALVES:
        well, _ = admitted(half)
        for patient in well:
            yield patient, {mode: measured(patient, mode) for mode in USUAL_MODES}


def written(head: str, table: Table) -> str:
    lines = [head]
    for cause, findings in table.items():
        lines.append(f"{cause}:\n")
        lines += [f"  {name}: [{one:g}, {two:g}]\n" for name, (one, two) in findings.items()]
    return "".join(lines)
