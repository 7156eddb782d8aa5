"""What a child tells, checked before it is believed: a file may have taken the child over."""

from dataclasses import dataclass
from typing import get_args

from probes.runner import Report
from probes.verdict import State

AXES = ("step", "learning_rate")


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


def offers(told: object) -> list[dict]:
    """Experiments with their prices."""
    if not isinstance(told, list):
        raise Malformed
    return [_offer(row) for row in told]


def _offer(row: object) -> dict:
    match row:
        case {
            "experiment": str(experiment),
            "fix": None | str() as fix,
            "seconds": None | int() | float() as seconds,
            "because": None | str() as because,
        }:
            return {"experiment": experiment, "fix": fix, "seconds": seconds, "because": because}
    raise Malformed


def experiment(told: object) -> dict:
    """What an experiment found; its reports are checked one by one."""
    match told:
        case {
            "verdict": str(verdict),
            "numbers": dict(numbers),
            "axis": str(axis),
            "lines": list(lines),
            "reports": list(reports),
        } if axis in AXES and all(isinstance(row, dict) for row in reports):
            return {
                "verdict": verdict,
                "numbers": numbers,
                "axis": axis,
                "lines": [_line(row) for row in lines],
                "reports": [report(row) for row in reports],
            }
    raise Malformed


def _line(row: object) -> dict:
    match row:
        case {
            "name": "control" | "fixed" | "batch" | "smoothed" as name,
            "x": list(x),
            "seeds": list(seeds),
            "mean": list(mean),
            "low": list(low),
            "high": list(high),
        } if all(map(_numbers, (x, mean, low, high, *seeds))):
            return {"name": name, "x": x, "seeds": seeds, "mean": mean, "low": low, "high": high}
    raise Malformed


def _numbers(values: object) -> bool:
    return isinstance(values, list) and all(
        value is None or isinstance(value, int | float) for value in values
    )


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
