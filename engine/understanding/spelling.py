"""Put right the words of the field that people mistype."""

import re
from functools import lru_cache

from engine.understanding.normalise import Plain, rewritten

WORDS = (
    "accuracy", "activation", "augmentation", "balanced", "batch", "classification", "converge", "converging", "decrease",
    "decreasing", "diverges", "dropout", "epoch", "epochs", "explode", "exploding", "fluctuate", "fluctuates", "gradient",
    "gradients", "increase", "increasing", "learning", "momentum", "network", "normalize", "normalized", "optimizer",
    "oscillate", "oscillates", "oscillating", "overfitting", "plateau", "plateaus", "regression", "sigmoid", "softmax",
    "training", "transformer", "underfitting", "validation", "vanishing", "weights",
)  # fmt: skip
KNOWN = frozenset(WORDS) | {"invalidation", "gradiant", "batches", "classifications", "networks", "leaning", "yearning", "decreased", "increased", "converged", "weight", "height", "heights", "eights", "balance"}  # fmt: skip
LATIN = re.compile(r"(?<![a-z_.(])[a-z]{6,}(?![a-z_(=])")


def spelled(plain: Plain) -> Plain:
    return rewritten(plain, LATIN, lambda found: _meant(found.group()))


@lru_cache(4096)
def _meant(word: str) -> str | None:
    """The one known word a single slip away: a letter more, less, other, or two swapped."""
    if word in KNOWN:
        return None
    near = [known for known in WORDS if known[0] == word[0] and _one_slip(word, known)]
    return near[0] if len(near) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or word_forms(one, other):
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def word_forms(one: str, other: str) -> bool:
    """Plurals and endings are no slips."""
    return one.rstrip("sd") == other.rstrip("sd")
