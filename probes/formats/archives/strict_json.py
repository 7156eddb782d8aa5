"""JSON of untrusted files: bounded size and depth, and no key twice."""

import json

from probes.formats.json_depth import depth
from probes.refusal import Refusal

MAX_DEPTH = 64
MAX_BYTES = 64 << 20


def strict_json(data: memoryview | bytes) -> object:
    if len(data) > MAX_BYTES:
        raise Refusal("json_too_large", limit=MAX_BYTES)
    try:
        text = bytes(data).decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("json_broken") from None
    if depth(text) > MAX_DEPTH:
        raise Refusal("json_too_deep", limit=MAX_DEPTH)
    try:
        return json.loads(text, object_pairs_hook=_no_key_twice)
    except Refusal:
        raise
    except (ValueError, RecursionError):
        raise Refusal("json_broken") from None


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refusal("json_key_twice")
    return found
