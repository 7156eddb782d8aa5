"""The numbers of one log line, each with the name that stands before it.

Works from number to number: what lies between two numbers is the name of the second one. That is
linear in the length of the line, whatever the line holds.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from probes import role_words as words
from probes.column_roles import joined_terms, meaning, name_words

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_@.])(?<![A-Za-z0-9_]-)(?:[-+]?(?:\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
    r"|[-+]?(?:nan|inf(?:inity)?)(?![A-Za-z]))(\s?%)?",
    re.I,
)
_BREAKS = re.compile(r"[,;|()\[\]{}<>]|\s-+\s|\t|\s{2,}|[。，；、]|\.\s")
_EXPLICIT = re.compile(r"(?:[:=≈~]|->|=>|\bis\b|为|是|达到|到)\s*$")
_UNIT = re.compile(r"[A-Za-zµ][A-Za-z/]*")
_AFTER_ORDINAL = re.compile(r"\s*(?:个|次)?\s*(轮|代|周期|epoch|步|批|次|batch|iter|step)", re.I)
_QUOTES = "\"'`*# \t"
_LONGEST_GAP = 200
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
_TIMES = frozenset(("s", "ms", "sec", "secs", "us"))
# ` * Acc@1 76.1 Acc@5 92.9`: how the reference scripts of image classification end a validation.
_VALIDATION_SUMMARY = re.compile(r"\s*\*\s*(?:Acc|Prec)@", re.I)
_CLOCK = re.compile(r":\d")


@dataclass(frozen=True)
class Found:
    """One number: `name` is empty for bare counters such as `[3/10]`; `total` is the 10."""

    name: str
    value: float
    total: float | None = None


def pairs(line: str) -> list[Found]:
    """All named numbers of a line, and its first bare counter."""
    found: list[Found] = []
    split, end, position = ("val" if _VALIDATION_SUMMARY.match(line) else ""), 0, 0
    tokens = list(_NUMBER.finditer(line))
    while position < len(tokens):
        token = tokens[position]
        gap = line[end : token.start()][-_LONGEST_GAP:]
        split = _split_in(gap) or split
        total, used = _total(line, tokens, position)
        position, end = position + used + 1, tokens[position + used].end()
        if ordinal := _ordinal(line, end, gap):
            found.append(Found(ordinal[0], _value(token), total))
            end = ordinal[1]
            continue
        pair = _pair(line, token, gap, split, total)
        if pair is not None and (pair.name or all(known.name for known in found)):
            found.append(pair)
    return found


def _total(line: str, tokens: list[re.Match[str]], position: int) -> tuple[float | None, int]:
    """The M of `3/10` or `3 of 10`, and how many tokens it took."""
    if position + 1 >= len(tokens):
        return None, 0
    between = line[tokens[position].end() : tokens[position + 1].start()].strip()
    if between in ("/", "of", "out of") and tokens[position + 1].group()[0].isdigit():
        return _value(tokens[position + 1]), 1
    return None, 0


def _pair(
    line: str, token: re.Match[str], gap: str, split: str, total: float | None
) -> Found | None:
    name, value = _name(gap, split), _value(token)
    if not _unit_fits(line, token, name):
        return None
    if name:
        return Found(name, _share(name, value, total), total)
    opened = gap.strip()
    if line[: token.start()].strip("[( \t|:") == "" and _is_bare_counter(line, token, total):
        return Found("", value, total)
    if total and value <= total and opened[-1:] in ("[", "|", ""):
        return Found("", value, total)
    return None


def _unit_fits(line: str, token: re.Match[str], name: str) -> bool:
    """`5ms` may be a time; `10k`, `4.5it/s` and the hour of a clock are no values."""
    if _CLOCK.match(line, token.end()):
        return False
    unit = _UNIT.match(line, token.end())
    return unit is None or (unit.group() in _TIMES and meaning(name).role == "time")


def _is_bare_counter(line: str, token: re.Match[str], total: float | None) -> bool:
    """`[3/10]`, `[3]` and `3:` at the start of a line."""
    if not token.group().isdigit():
        return False
    closed = line[token.end() : token.end() + 1] in ("]", ":")
    return total is not None or closed


def _share(name: str, value: float, total: float | None) -> float:
    """`Accuracy: 9834/10000` is a share; `epoch 3/10` is not."""
    role = meaning(name).role
    if role.endswith("_metric") and total and 0 <= value <= total:
        return value / total
    return value


def _value(token: re.Match) -> float:
    text = token.group().strip()
    scale = 0.01 if text.endswith("%") else 1.0
    return float(text.rstrip("% ").replace(",", "")) * scale


def _ordinal(line: str, end: int, gap: str) -> tuple[str, int] | None:
    """第3轮, 第 500 步: the counter's name, and where it ends."""
    after = _AFTER_ORDINAL.match(line, end) if gap.rstrip().endswith("第") else None
    if after is None:
        return None
    epoch = after.group(1).lower() in ("轮", "代", "周期", "epoch")
    return ("epoch" if epoch else "step"), after.end()


@lru_cache(maxsize=8192)  # the words between the numbers are the same on every line
def _split_in(gap: str) -> str:
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
def _name(gap: str, split: str) -> str:
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
