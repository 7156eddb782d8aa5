"""A training script (.py): recognised by what only code says, read by `ast`, never executed."""

import re
from pathlib import Path

from probes.formats.decoding import decoded, whole_text
from probes.formats.guarded import only_refusals
from probes.script import CHARACTERS, Script, read_code

_SAYS_CODE = re.compile(
    r"^[ \t]*(?:import [a-zA-Z_][\w.]*|from [\w.]+ import |def \w+\(|class \w+[(:]|for .+ in .+:$"
    r"|while .+:$|if __name__ == |[\w.]+\.(?:backward|step|zero_grad|compile|fit)\(|@\w)",
    re.M,
)
_ENOUGH = 2  # lines that only code has


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    text = decoded(head)
    return text is not None and is_code(text)


def is_code(text: str) -> bool:
    """Also for text pasted into a conversation."""
    if text.lstrip()[:1] in ("{", "["):
        return False
    return sum(1 for _ in _SAYS_CODE.finditer(text)) >= _ENOUGH


@only_refusals
def read(path: Path) -> Script:
    return read_code(whole_text(path, 4 * CHARACTERS))
