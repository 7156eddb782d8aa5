"""The name that stands before a number, out of the words between it and the number before."""

import re
from functools import lru_cache

from probes import role_words as words
from probes.column_names import joined_terms, meaning, name_words

_BREAKS = re.compile(r"[,;|()\[\]{}<>]|\s-+\s|\t|\s{2,}|[。，；、]|\.\s")
_EXPLICIT = re.compile(r"(?:[:=≈~]|->|=>|\bis\b|为|是|达到|到)\s*$")
_QUOTES = "\"'`*# \t"
_KNOWN = frozenset(
    {word for word in words.HIGHER if len(word) > 1}
    | set(words.LOWER)
    | words.LOSS
    | words.LEARNING_RATE
    | words.GRADIENT_NORM
    | words.EPOCH
    | words.STEP
    | words.LOSS_SCALE
)
_SPLITS = words.TRAIN | words.VALIDATION | words.TEST
SPLIT_OF = {
    **dict.fromkeys(words.TRAIN, "train"),
    **dict.fromkeys(words.VALIDATION, "val"),
    **dict.fromkeys(words.TEST, "test"),
}


@lru_cache(maxsize=8192)  # the words between the numbers are the same on every line
def split_in(gap: str) -> str:
    """The last of train, val and test that stands as a word of its own: `Val: loss`."""
    for word in reversed(re.findall(r"[A-Za-z_]+|[\u4e00-\u9fff]+", gap)):
        if word.isascii():
            if found := SPLIT_OF.get(word.lower()):
                return found
        elif any(cut in word for cut in ("训练", "验证", "测试")):
            return max(
                ("训练", "train"), ("验证", "val"), ("测试", "test"), key=lambda c: word.rfind(c[0])
            )[1]
    return ""


@lru_cache(maxsize=8192)
def name_in(gap: str, split: str) -> str:
    explicit = _EXPLICIT.search(gap)
    body = gap[: explicit.start()] if explicit else gap
    parts = [part.strip(_QUOTES + ":=") for part in _BREAKS.split(body)]
    phrase = joined_terms(next((part for part in reversed(parts) if part), ""))
    name = _known_end(phrase) if not explicit else (_known_end(phrase) or _last_words(phrase))
    if not name:
        return ""
    told = meaning(name)
    if split and told.split is None and told.role in ("train_loss", "train_metric"):
        return f"{split} {name}"
    return name


def _known_end(phrase: str) -> str:
    """The words at the end of a phrase that name a series: `finished with train loss`."""
    kept: list[str] = []
    parts = re.split(r"[\s:]+", phrase)
    for part in reversed(parts[-6:]):
        told = set(name_words(part))
        if not told & (_KNOWN | _SPLITS | words.WHOLE | words.DERIVED):
            if not kept and part.lower() in ("is", "at", "value"):
                continue
            break
        kept.insert(0, part.strip(_QUOTES))
    name = " ".join(kept)
    return name if set(name_words(name)) & _KNOWN else ""


def _last_words(phrase: str) -> str:
    """A name that we do not know, given with a colon: at most three words."""
    name = " ".join(phrase.split()[-3:])
    return name if any(letter.isalpha() for letter in name) and len(name) < 60 else ""
