"""Words that name several numbers: `train/val loss: 0.5 / 0.6`, `loss tr 0.5 va 0.6`."""

import re
from functools import lru_cache

from probes.bare_splits import bare_split
from probes.column_names import SPLITS, meaning, name_words

_SPACED_SLASH = re.compile(r"(?<=[^\s/]) ?/ ?(?=[^\s/\d])")
_TOKENS = re.compile(r"[^\s:=()\[\]{}|,;\"']+")
_MOST = 4


@lru_cache(maxsize=8192)
def names_of_many(gap: str) -> tuple[str, ...]:
    """`train/val loss:` is (train loss, val loss); empty where the words name one number."""
    if "/" not in gap:
        return ()
    tokens = _TOKENS.findall(_SPACED_SLASH.sub("/", gap))[-3:]
    lists = [token for token in tokens if "/" in token]
    parts = lists[-1].split("/") if lists else []
    if not 2 <= len(parts) <= _MOST or not all(set(name_words(part)) & SPLITS for part in parts):
        return ()
    around = [token for token in tokens if "/" not in token and meaning(token).role != "other"]
    frame = " ".join(around[-1:]) or frame_of(parts[-1])
    return tuple(part if bare_split(part) is None else f"{part} {frame}".strip() for part in parts)


@lru_cache(maxsize=8192)
def frame_of(phrase: str) -> str:
    """What is said beside the set, at most three words: `loss` of `loss tr` and of `tr_loss`."""
    tokens = [token for part in phrase.replace(":", " ").split() for token in _own_words(part)]
    frame = [token for token in tokens if bare_split(token) is None]
    return " ".join(frame[-3:]) if len(frame) < len(tokens) else ""


def _own_words(part: str) -> list[str]:
    """A name of several words is parted only where one of them is a set."""
    told = name_words(part)
    return told if set(told) & SPLITS else [part]
