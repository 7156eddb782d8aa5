"""Bytes of an unknown encoding as text lines, without ever holding an endless line."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from probes.formats.history_limits import LINE_CHARACTERS
from probes.refusal import Refusal

HEAD_BYTES = 64 * 1024
# More control characters than this and the file is not text at all.
CONTROL_SHARE = 0.05
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Escape sequences, backspaces and carriage returns belong to progress bars.
_CONTROL = frozenset(range(32)) - set(b"\t\n\r\f\b\x1b\x07")


def encoding_of(head: bytes) -> str | None:
    """The encoding of a text file by its first bytes; None for what is no text."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if head.count(0) > len(head) // 5:
        return _wide(head)
    visible = head.replace(b"\0", b"")  # blocks of NUL are left by crashes of the file system
    if sum(byte in _CONTROL for byte in visible) > CONTROL_SHARE * max(len(visible), 1):
        return None
    return next((e for e in ("utf-8", "gb18030") if _decodes(visible, e)), "latin-1")


def _wide(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * max(even, 1):
        return "utf-16-le"
    return "utf-16-be" if even > 4 * max(odd, 1) else None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(data)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


def decoded(data: bytes) -> str | None:
    encoding = encoding_of(data[:HEAD_BYTES])
    return data.decode(encoding, "replace").replace("\0", "") if encoding else None


def lines_of(path: Path, longest: int = LINE_CHARACTERS) -> Iterator[str]:
    """Text lines, each with its line break; an endless one is refused."""
    with path.open("rb") as file:
        encoding = encoding_of(file.read(HEAD_BYTES))
        if encoding is None:
            raise Refusal("history_not_text")
        file.seek(0)
        text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        while line := text.readline(longest):
            if len(line) == longest and not line.endswith("\n"):
                raise Refusal("history_line_too_long", limit=longest)
            yield line


def whole_text(path: Path, limit: int) -> str:
    """All of a text file of at most `limit` bytes."""
    size = path.stat().st_size
    if size > limit:
        raise Refusal("history_too_large", bytes=size, limit=limit)
    text = decoded(path.read_bytes())
    if text is None:
        raise Refusal("history_not_text")
    return text
