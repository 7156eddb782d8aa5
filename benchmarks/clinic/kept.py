"""Which runs are known without training or measuring anything now."""

from collections.abc import Iterable

from benchmarks.clinic.admission import fits
from benchmarks.clinic.reports import is_kept
from tests.clinic import ward
from tests.clinic.patients import Patient


def is_known(half: str, patient: Patient, modes: Iterable[str]) -> bool:
    """Trained, and then either measured or found not to be what it is meant to be."""
    return ward.is_trained(patient) and (is_kept(patient, modes) or not fits(half, patient))
