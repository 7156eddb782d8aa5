"""Takes a minute."""

import time
from dataclasses import dataclass

from probes.verdict import PRESENT


@dataclass(frozen=True)
class Measured:
    rows: int = 3


def measure(history):
    time.sleep(60)
    return Measured()


def judge(measured):
    return PRESENT
