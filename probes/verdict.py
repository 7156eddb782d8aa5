"""What a probe decides: a finding's state, or the value of a setting, or why it cannot say."""

from dataclasses import dataclass
from typing import Literal

State = Literal["present", "absent", "unknown"]


@dataclass(frozen=True)
class Verdict:
    """`value` is set for choices and numbers; `because` is a code that says why not."""

    state: State
    value: float | str | None = None
    because: str | None = None


PRESENT = Verdict("present")
ABSENT = Verdict("absent")


def unknown(because: str) -> Verdict:
    """`because` names a sentence in knowledge_base/words/unknowns.yaml."""
    return Verdict("unknown", because=because)


def valued(value: float | str) -> Verdict:
    """The measured value of a choice or number finding, such as learning_rate."""
    return Verdict("present", value=value)


def either(present: bool) -> Verdict:
    return PRESENT if present else ABSENT
