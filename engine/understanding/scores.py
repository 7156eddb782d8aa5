"""A score such as F1, told of training and of held-out data, shows the gap between them."""

import re
from collections.abc import Iterator

from engine.understanding import subjects as s
from engine.understanding.amounts import NUM, UNIT, number
from engine.understanding.metrics import GAP
from engine.understanding.set_figures import MEASURED

SCORE_FIRST = {
    name: re.compile(rf"(?<![a-z]){word}{s.OF}[ =:]*(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}")
    for name, word in (("train", s.TRAIN), ("validation", s.VALIDATION))
}  # "mIoU: train 0.82, val 0.41"
MEASURES = re.compile(f"[{s.TRAIN_LOSS}-{s.BOTH}]")
FAR = 0.2  # as far apart as accuracies must be
SCORED = {
    name: re.compile(
        rf"(?<![a-z]){word}{s.OF}{s.SCORE}+{GAP}(?<![a-z_])(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}"
    )
    for name, word in (("train", s.TRAIN), ("validation", s.VALIDATION))
}


def far_apart(sentence: str) -> Iterator[tuple[int, int]]:
    """Where a score is told of both sets and is far better in training."""
    alone = s.SCORE in sentence and not MEASURES.search(sentence)
    patterns = SCORE_FIRST if alone and not SCORED["train"].search(sentence) else SCORED
    found = {name: pattern.search(sentence) for name, pattern in patterns.items()}
    train, held_out = found["train"], found["validation"]
    if train and held_out and _share(train) - _share(held_out) >= FAR:
        yield min(train.start(), held_out.start()), max(train.end(), held_out.end())


def _share(found: re.Match[str]) -> float:
    value = number(found["n"], found["u"])
    return value / 100 if value > 1 else value
