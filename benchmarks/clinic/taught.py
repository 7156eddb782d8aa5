"""What the tuning half teaches: its runs, and how a table of causes and findings is written."""

from collections.abc import Iterator, Mapping

from benchmarks.clinic.admission import admitted
from benchmarks.clinic.reports import USUAL_MODES, measured
from probes.runner import Report
from tests.clinic.patients import Patient

Table = Mapping[str, Mapping[str, tuple[float, float]]]  # cause -> finding -> two numbers


def tuning_runs() -> Iterator[tuple[Patient, dict[str, list[Report]]]]:
    well, _ = admitted("tuning")
    for patient in well:
        yield patient, {mode: measured(patient, mode) for mode in USUAL_MODES}


def written(head: str, table: Table) -> str:
    lines = [head]
    for cause, findings in table.items():
        lines.append(f"{cause}:\n")
        lines += [f"  {name}: [{one:g}, {two:g}]\n" for name, (one, two) in findings.items()]
    return "".join(lines)
