"""Quick, and before the slow one."""

from dataclasses import dataclass

from probes.verdict import valued


@dataclass(frozen=True)
class Measured:
    epochs: float


def measure(history):
    return Measured(float(len(history.series("train_loss").values)))


def judge(measured):
    return valued(measured.epochs)
