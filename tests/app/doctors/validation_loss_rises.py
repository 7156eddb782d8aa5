"""Never sure."""

from dataclasses import dataclass

from probes.verdict import unknown


@dataclass(frozen=True)
class Measured:
    rows: int = 3


def measure(history):
    return Measured()


def judge(measured):
    return unknown("needs_validation_batch")
