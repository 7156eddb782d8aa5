"""JSON that every database can keep: no NUL, no half of a character pair, no NaN."""

import json
import math
import re
from typing import Any

# An escaped backslash is taken first, so that the letters \\u0000 of a text stay what they are.
_NUL = re.compile(r"(\\\\)|\\u0000")


def dumps(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)
    text = text.encode("utf-8", "replace").decode()
    return _NUL.sub(lambda found: found[1] or "\N{REPLACEMENT CHARACTER}", text)


def _finite(value: Any) -> Any:
    """A number that is none is null: PostgreSQL refuses NaN, and so do browsers."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
