"""What a child tells, checked before it is believed: a file may have taken the child over."""

from dataclasses import dataclass
from typing import get_args

from probes.runner import Report
from probes.verdict import State


class Malformed(Exception):
    """No job of ours says such a thing, so it is not ours any more."""


@dataclass(frozen=True)
class Refused:
    """The code of a refusal and its numbers."""

    code: str
    numbers: dict[str, object]


def report(event: dict) -> Report:
    match event:
        case {
            "finding": str(finding),
            "state": state,
            "value": None | str() | int() | float() as value,
            "numbers": dict(numbers),
            "because": None | str() as because,
            "seconds": int() | float() as seconds,
            "uses": None | list() as uses,
        } if state in get_args(State) and all(isinstance(name, str) for name in uses or ()):
            used = None if uses is None else tuple(uses)
            return Report(finding, state, value, numbers, because, seconds, used)
    raise Malformed


def file_number(event: dict, files: int) -> int:
    match event:
        case {"file": int(number)} if 0 <= number < files:
            return number
    raise Malformed


def kind_or_refusal(event: dict) -> tuple[str | None, Refused | None]:
    match event:
        case {"kind": str(kind), "refusal": None}:
            return kind, None
        case {"refusal": {"code": str(code), "numbers": dict(numbers)}}:
            return None, Refused(code, numbers)
    raise Malformed
