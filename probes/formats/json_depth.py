"""Parses JSON only after its depth is known to be sane, and only ever raises Refusal."""

import json

import numpy as np

from probes.formats.history_limits import JSON_DEPTH
from probes.refusal import Refusal

_CHUNK = 2**20


def depth(text: str) -> int:
    """The deepest nesting of brackets; brackets inside strings count too."""
    data = text.encode("utf-8", "replace")
    level = deepest = 0
    for start in range(0, len(data), _CHUNK):
        chunk = np.frombuffer(data, np.uint8, min(_CHUNK, len(data) - start), start)
        opened = ((chunk == 0x5B) | (chunk == 0x7B)).astype(np.int8)
        closed = ((chunk == 0x5D) | (chunk == 0x7D)).astype(np.int8)
        levels = level + np.cumsum(opened - closed, dtype=np.int64)
        level, deepest = int(levels[-1]), max(deepest, int(levels.max()))
    return deepest


def parsed(text: str) -> object:
    if depth(text) > JSON_DEPTH:
        raise Refusal("json_too_nested", limit=JSON_DEPTH)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("json_broken") from error
