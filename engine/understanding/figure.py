"""A number whose role is clear."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.understanding.amounts import number

# A loss in percent is a rate of errors.
ERRORS = {"train_loss": "train_accuracy", "validation_loss": "validation_accuracy"}


@dataclass(frozen=True)
class Figure:
    finding: str
    value: float
    start: int
    end: int


def valued(
    name: str, digits: str, unit: str, place: tuple[int, int], of_errors: bool = True
) -> Iterator[Figure]:
    """The figure of a measure, if a number of this size and unit can be its value.

    `of_errors`: a loss in percent may be a rate of errors.
    """
    value = number(digits, unit)
    if name.endswith("accuracy"):
        if "%" not in unit and value > 1:
            value = number(str(value / 100))
        if 0 <= value <= 1:
            yield Figure(name, value, *place)
    elif "%" not in unit:
        yield Figure(name, value, *place)
    elif name in ERRORS and of_errors and value <= 1:
        yield Figure(ERRORS[name], number(str(1 - value)), *place)
