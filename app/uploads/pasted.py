"""A log or a script inside a message is a file too: kept as one, and measured like one."""

import io

from probes.formats import python_script, text_log

LEAST_CHARACTERS = 40


def kind_of(text: str) -> str | None:
    """The name under which the text is kept as a file; None for plain words."""
    if len(text) < LEAST_CHARACTERS or "\n" not in text:
        return None
    if python_script.is_code(text):
        return "pasted.py"
    try:
        return "pasted.log" if text_log.read_text(text) else None
    except ValueError:  # a Refusal: it looked like a log and is none that can be read
        return None


def as_file(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode("utf-8", "replace"))
