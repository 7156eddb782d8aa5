from dataclasses import dataclass

from probes.verdict import PRESENT


@dataclass(frozen=True)
class Measured:
    rows: int = 3


def measure():
    return Measured()


def judge(measured):
    return PRESENT
