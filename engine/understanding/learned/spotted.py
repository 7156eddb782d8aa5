"""Every number of a text, and what its value would be in each role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.understanding.amounts import IN_CHINESE, IN_ENGLISH, NUM, UNIT, amount, number
from engine.understanding.settings import ALLOWED

SHARES = ("train_accuracy", "validation_accuracy", "test_accuracy")
ERRORS = {share.replace("accuracy", "errors"): share for share in SHARES}  # told as what is wrong
LOSSES = ("train_loss", "validation_loss")
WHOLE = {"batch_size", "epochs_done", "class_count", "sample_count", "parameter_count"}
ROLES = (*ALLOWED, *SHARES, *ERRORS, *LOSSES)
NUMBER = re.compile(
    rf"(?P<n>(?<![\d.])(?:(?<![a-z0-9_)%\]\u4e00-\u9fff])[-+]|(?<=[是为到成约])-)?{NUM.removeprefix('[-+]?')})(?P<u>{UNIT})"
    rf"|(?P<w>{IN_ENGLISH}|{IN_CHINESE}+)"
)
ONE = {"one", "一"}  # they seldom count


@dataclass(frozen=True)
class Spotted:
    start: int
    end: int
    digits: str
    unit: str
    worth: float  # with its unit

    def value(self, role: str) -> float | None:
        """None: no number of this size and unit can have the role."""
        if role in ERRORS:
            right = self._share()
            return None if right is None else number(str(1 - right))
        if role in SHARES:
            return self._share()
        if role in LOSSES:
            return None if "%" in self.unit else self.worth
        low, high = ALLOWED[role]
        fits = low <= self.worth <= high and (role not in WHOLE or self.worth.is_integer())
        return self.worth if fits else None

    def _share(self) -> float | None:
        value = self.worth
        if "%" not in self.unit and value > 1:
            value = number(str(value / 100))
        return value if 0 <= value <= 1 else None


def spotted(text: str) -> Iterator[Spotted]:
    for found in NUMBER.finditer(text):
        words = found["n"] or found["w"]
        if words not in ONE:
            unit = (found["u"] or "").strip()
            yield Spotted(*found.span(), words, unit, float(amount(words, unit)))
