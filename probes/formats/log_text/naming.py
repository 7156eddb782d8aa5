"""The name that stands before a number, out of the words between it and the number before."""

import re
from functools import lru_cache

from probes import role_words as words
from probes.bare_splits import bare_split
from probes.column_names import is_measure, joined_terms, meaning, name_words
from probes.possible_measures import could_be_measure

_BREAKS = re.compile(r"[,;|()\[\]{}<>【】]|\s-+\s|\t|\s{2,}|[。，；、]|\.\s")
_EXPLICIT = re.compile(r"(?:[:=≈~]|->|=>|\bis\b|为|是|达到|到)\s*$")
_QUOTES = "\"'`*# \t"
_MARKS = _QUOTES + "/&+·•~→—–-"  # between two numbers of one line, no part of a name
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
_ALONE = words.TRAIN | words.VALIDATION | words.TEST | {"set", "on", "tl", "vl"}
_ALONE |= {f"{word}集" for word in ("训练", "验证", "测试")}
_LETTERS = re.compile(r"[A-Za-z]+|[\u4e00-\u9fff]+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]\s*$")
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
    name = _known_end(phrase) or _with_brackets(body) or _alone(phrase)
    if not name and explicit:
        name = _last_words(phrase)
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


def _alone(phrase: str) -> str:
    """A set with nothing beside it, and two letters that stand for a set's loss: `tl 0.5`."""
    name = phrase.strip(_MARKS)
    letters = _LETTERS.findall(name)
    if "".join(letters) != "".join(name.split()):
        return ""
    whole = all(word in _ALONE for word in map(str.lower, letters))
    return name if letters and whole and could_be_measure(name) else ""


def _with_brackets(body: str) -> str:
    """`Loss (train)` and `f1 (micro avg)`: the brackets say more of the measure before them."""
    found = _BRACKETS.search(body)
    if found is None:
        return ""
    outside = _BREAKS.split(body[: found.start()])[-1].strip(_MARKS + ":=")
    if not is_measure(measure := _known_end(joined_terms(outside))):
        return ""
    inside = found[1].strip(_QUOTES)
    return f"{measure} {inside}" if bare_split(inside) else measure


def is_explicit(gap: str) -> bool:
    """`loss: 0.5` and `loss is 0.5`, against `loss 0.5`."""
    return _EXPLICIT.search(gap) is not None


def words_before(gap: str) -> str:
    """The phrase that stands before a number, whether it names one or not."""
    explicit = _EXPLICIT.search(gap)
    parts = _BREAKS.split(gap[: explicit.start()] if explicit else gap)
    phrases = [phrase for part in parts if (phrase := part.strip(_MARKS + ":="))]
    return joined_terms(phrases[-1]) if phrases else ""


def _last_words(phrase: str) -> str:
    """A name that we do not know, given with a colon: at most three words."""
    name = " ".join(phrase.split()[-3:])
    return name if any(letter.isalpha() for letter in name) and len(name) < 60 else ""
