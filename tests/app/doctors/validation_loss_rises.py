"""Never sure, but it says when it looked."""

import time
from dataclasses import dataclass

from probes.verdict import unknown


@dataclass(frozen=True)
class Measured:
    moment: float


def measure(history):
    return Measured(time.time())


def judge(measured):
    return unknown("needs_validation_batch")
