"""JSON from outside, refused where Python would read what other programs read differently."""

import json
import re
from math import isfinite
from typing import Any

from app.problems import Problem

LARGEST_INTEGER = 2**53  # above it JSON numbers differ between programs
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def loads(body: bytes | str, depth: int) -> Any:
    """The value, or a Problem that says what two programs would read differently."""
    text = _text(body)
    _check_depth(text, depth)
    try:
        return json.loads(
            text,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_finite,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        raise Problem("malformed_json", 400, line=error.lineno, column=error.colno) from None


def _text(body: bytes | str) -> str:
    try:
        text = body.decode("utf-8") if isinstance(body, bytes) else body
    except UnicodeDecodeError:
        raise Problem("not_utf8", 400) from None
    if "\\ud" in text.lower() and _has_lone_surrogate(text):
        raise Problem("lone_surrogate", 400)
    return text


def _has_lone_surrogate(text: str) -> bool:
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        return False
    return False


def _check_depth(text: str, limit: int) -> None:
    """Before parsing, since the parser itself recurses; brackets inside strings do not count."""
    depth = 0
    for bracket in BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(bracket[0], 0)
        if depth > limit:
            raise Problem("json_too_deep", 400, limit=limit)


def _no_constant(name: str) -> float:
    raise Problem("not_a_json_number", 400, value=name)


def _finite(digits: str) -> float:
    value = float(digits)
    return value if isfinite(value) else _no_constant(digits)


def _integer(digits: str) -> int | float:
    if len(digits) > 18 or abs(int(digits)) > LARGEST_INTEGER:
        return float(digits)
    return int(digits)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem("duplicate_json_key", 400)
    return found
