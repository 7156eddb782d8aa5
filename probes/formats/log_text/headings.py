"""Lines without numbers that say whose the next lines are: `Test Error:`, `--- val ---`."""

import re
from dataclasses import replace

from probes.column_names import meaning, name_words, split_of
from probes.formats.log_text.slots import Found, Slot
from probes.role_words import TEST, TRAIN, VALIDATION, words_of

_SETS = TRAIN | VALIDATION | TEST
_BESIDE = words_of(
    "error errors set results result performance metrics begin begins phase summary stats on the 集"
)
_LONGEST = 60
_WORD = re.compile(r"[A-Za-z]+|[\u4e00-\u9fff]+")


def heading_of(line: str) -> str | None:
    """The set that a heading names; None where the line is no heading."""
    if len(line) > _LONGEST:
        return None
    told = {word for run in _WORD.findall(line) for word in name_words(run)}
    return split_of(told) if told & _SETS and told <= _SETS | _BESIDE else None


def is_below(found: list[Found]) -> bool:
    """Not where a line counts epochs, or batches of which more are to come: that is training."""
    counters = [entry for entry in found if entry[0].role in ("epoch", "step", "bare")]
    ended = all(slot.role != "epoch" and value == total for slot, value, total in counters)
    return ended and all(meaning(slot.name).split is None for slot, _, _ in found)


def of_heading(found: list[Found], split: str) -> list[Found]:
    """The numbers of a line with the heading's set before their names; its batches not counted."""
    kept = [entry for entry in found if entry[0].role not in ("step", "bare")]
    return [(_named(entry, split), *entry[1:]) for entry in kept]


def _named(entry: Found, split: str) -> Slot:
    slot = entry[0]
    if not slot.role.startswith("train_"):
        return slot
    column, role = f"{split}_{slot.column}", slot.role.replace("train", "validation")
    return replace(slot, column=column, role=role)
