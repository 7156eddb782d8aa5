"""Lines of a log as a person saw them: without colours, rewritten bars and logger prefixes."""

import re
import unicodedata
from collections.abc import Iterator

from probes.formats.history_limits import LOG_LINE_CHARACTERS

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]{0,20}[A-Za-z]|\][^\x07\n]{0,200}\x07|[()][A-Z0-9])")
_REWRITES = re.compile(r"\r+|\x08+")
_FRACTION = r"(?:[.,]\d{1,9})?"
_ZONE = r"Z?(?:[+-]\d{2}:?\d{2})?"
_DATE = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T,]{1,2}\d{1,2}:\d{2}(?::\d{2})?" + _FRACTION + _ZONE
_CLOCK = r"\d{1,2}:\d{2}:\d{2}" + _FRACTION
_LEVEL = r"(?:DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|NOTICE|TRACE)"
_PLACE = r"[\w.]{1,60}:[\w<>]{1,60}:\d{1,6}(?= - )"  # module:function:line, as loguru writes it
_CONTAINER = r"(?!epoch|ep-|step|iter|batch|fold)[a-z][a-z_-]{0,30}-\d{1,2} {0,9}(?=\| )"
# Logger names between a time or level and the message: `trainer.py:42`, `[__main__]`, `root`.
_PREFIX = re.compile(
    rf"^[\s\[(<|]{{0,4}}(?:{_DATE}|{_PLACE}|{_CONTAINER}|{_CLOCK}"
    rf"|{_LEVEL}\b(?::[\w.]{{1,60}}:)?|\[?rank ?\d{{1,4}}\]?:?"
    rf"|(?:[\w.-]{{1,40}}\.(?:py|log):\d{{1,6}})|[IWEF]\d{{4}}(?= \d\d:)"
    rf"|__main__|root)[\])>|:,\s-]{{0,6}}"
)
_MOST_PREFIXES = 6
# `ep003` and `E3`, `step100`: a counter whose name is glued to it, at the start of a line.
_GLUED_COUNTER = re.compile(
    r"[\s\[(<|>#*=-]{0,8}(?:(?P<epoch>epoch|ep?)|step|iter|it)(?P<count>\d{1,7})(?![\w.])", re.I
)


def seen_lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether a later state of the same progress bar follows it."""
    for line in filter(None, text.split("\n")):
        if "\r" not in line and "\b" not in line:
            if len(line) <= LOG_LINE_CHARACTERS:
                yield plain(line), False
            continue
        states = [state for state in _REWRITES.split(line) if state.strip()]
        for place, state in enumerate(states):
            if len(state) <= LOG_LINE_CHARACTERS:
                yield plain(state), place + 1 < len(states)


def plain(line: str) -> str:
    """Colours out, full-width digits and colons narrow, time and level stripped."""
    if "\x1b" in line:
        line = _ESCAPES.sub("", line)
    if not line.isascii():
        line = unicodedata.normalize("NFKC", line)
    for _ in range(_MOST_PREFIXES):
        found = _PREFIX.match(line)
        if not found or found.end() == 0:
            break
        line = line[found.end() :]
    if glued := _GLUED_COUNTER.match(line):
        counter = "epoch" if glued["epoch"] else "step"
        line = f"{counter} {glued['count']}{line[glued.end() :]}"
    return line
