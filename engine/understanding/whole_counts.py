"""Of several counts of one kind, the one of the whole: parts are no greater than it."""

import re
from collections.abc import Sequence

from engine.understanding.figure import Figure

# Beside a count: it is what the network is trained on.
TRAINED_ON = re.compile(r"train|训练|fine-?tun|finetun|微调|sft|labell?ed")
NEAR = 14  # characters
# Such words tell that a later count took the place of an earlier one.
REPLACED = re.compile(
    r"现在|目前|后来|改|换|补到|扩|增加到|不对|写错|说错|只用|合并|sorry|oops|correction|meant|actually|\bnow\b|grew|extended|subset|reduced|merg|collaps|instead|switch|only us|->|→"
)
PARTED = ("class_count", "sample_count")


def whole_counts(text: str, read: Sequence[Figure]) -> list[Figure]:
    dropped: list[Figure] = []
    for name in PARTED:
        told = [figure for figure in read if figure.finding == name]
        if len({figure.value for figure in told}) > 1 and not REPLACED.search(text):
            trained = [one for one in told if name == "sample_count" and _trained_on(text, one)]
            kept = trained[-1] if trained else max(told, key=lambda figure: figure.value)
            dropped += [figure for figure in told if figure is not kept]
    return [figure for figure in read if not any(figure is one for one in dropped)]


def _trained_on(text: str, figure: Figure) -> bool:
    return bool(TRAINED_ON.search(text, max(0, figure.start - NEAR), figure.end + NEAR))
