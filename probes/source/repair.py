"""Text that is almost Python, line by line turned into Python: pasted, cut off, or of Python 2.

Lines keep their numbers. What cannot be read becomes `pass`, and is counted.
"""

import ast
import re
import textwrap

MOST_REPAIRS = 30
MOST_SHARE = 0.3  # of the lines; beyond, this is no script

_PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?|In \[\d*\]: ?)")
_MAGIC = re.compile(r"^\s*(?:[%!].*|\?.*|.*\?)$")
_PRINT = re.compile(r"^(\s*)print\s+(?![\s(=]).*$")
_INDENT = re.compile(r"^\s*")


def repaired(text: str) -> tuple[ast.Module, str, int] | None:
    """The tree, the text it was made from, and how many lines were given up."""
    lines = _cleaned(text)
    given_up = 0
    allowed = min(MOST_REPAIRS, max(2, int(MOST_SHARE * len(lines))))
    while True:
        try:
            source = "\n".join(lines)
            tree = ast.parse(source)
            says_something = any(not isinstance(one, ast.Pass) for one in tree.body)
            return (tree, source, given_up) if says_something else None
        except SyntaxError as error:
            place = _culprit(error, lines)
            if place is None or given_up >= allowed:
                return None
            lines[place] = _given_up(lines[place])
            given_up += 1
        except (ValueError, RecursionError, MemoryError):
            return None


def _cleaned(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\0", "").expandtabs(4)
    lines = text.split("\n")
    if any(line.startswith(">>>") for line in lines):
        lines = [_PROMPT.sub("", line) for line in lines]
    lines = [
        "pass" if _MAGIC.match(line) and not line.strip().startswith("#") else line
        for line in lines
    ]
    lines = [_PRINT.sub(r"\1pass", line) for line in lines]
    return textwrap.dedent("\n".join(lines)).split("\n")


def _is_magic(line: str) -> bool:
    """`!pip install`, `%matplotlib inline`, `model?`"""
    return bool(_MAGIC.match(line)) and not line.lstrip().startswith("#")


def _culprit(error: SyntaxError, lines: list[str]) -> int | None:
    """The line to give up; a block without a body blames the line after it."""
    place = min((error.lineno or 1) - 1, len(lines) - 1)
    if isinstance(error, IndentationError) and "expected an indented block" in (error.msg or ""):
        return _filled(lines, place)
    while place >= 0 and lines[place].strip() in ("", "pass"):
        place -= 1
    return place if place >= 0 else None


def _filled(lines: list[str], place: int) -> int | None:
    """The head of the empty block."""
    while place >= 0 and not lines[place].rstrip().endswith(":"):
        place -= 1
    return place if place >= 0 else None


def _given_up(line: str) -> str:
    """The head of an empty block keeps its head."""
    if line.rstrip().endswith(":") and not line.rstrip().endswith("::"):
        return f"{line.rstrip()} pass"
    return _INDENT.match(line).group() + "pass"
