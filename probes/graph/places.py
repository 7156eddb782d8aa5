"""Where in the person's own source an operation comes from: file, line, code and module."""

import re
from dataclasses import dataclass
from functools import lru_cache

FRAME = re.compile(
    r'File "([^"\n]{1,1000})", line (\d{1,7})[^\n]{0,300}(?:\n[ \t]*([^\n]{1,300}))?'
)
LONGEST_TRACE = 64_000
LONGEST_CODE = 200
# A frame below these is a library's: the person can change what calls it.
LIBRARY = ("/site-packages/", "/dist-packages/", "/torch/", "/lib/python3")
REPEATED_CALL = re.compile(r"@\d+$")


@dataclass(frozen=True, slots=True)
class Place:
    file: str | None = None
    line: int | None = None
    code: str | None = None


NOWHERE = Place()


@lru_cache(maxsize=4096)
def place(stack_trace: str) -> Place:
    """The deepest frame of the person's own code, else the deepest outside torch."""
    frames = [
        (path.replace("\\", "/"), line, code)
        for path, line, code in FRAME.findall(stack_trace[:LONGEST_TRACE])
    ]
    outside_torch = [f for f in frames if "/torch/" not in f[0] and not f[0].startswith("torch/")]
    own = [f for f in outside_torch if not any(part in f[0] for part in LIBRARY)]
    chosen = (own or outside_torch)[-1:]
    return next((_place(*frame) for frame in chosen), NOWHERE)


def module(nn_module_stack: str) -> tuple[str, str]:
    """Path and class of the innermost module, recorded as `key,path,class;key,path,class`."""
    innermost = nn_module_stack[-LONGEST_TRACE:].split(";")[-1].split(",")
    if len(innermost) < 3 or innermost[0].startswith("_empty_nn_module_stack"):
        return "", ""
    path = REPEATED_CALL.sub("", innermost[1])
    return printable(path), printable(innermost[-1].rpartition(".")[2])


def printable(text: str) -> str:
    """Fit to be shown: no control or direction characters, and not endless."""
    return "".join(c if c.isprintable() else " " for c in text[:LONGEST_CODE])


def _place(path: str, line: str, code: str) -> Place:
    return Place(printable(path.rpartition("/")[2]), int(line), printable(code.strip()) or None)
