"""The person's name for a file, kept as text only: no path, no control characters."""

import unicodedata

LONGEST = 255


def clean(name: str) -> str:
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8", "replace"))
    last = plain.replace("\\", "/").rpartition("/")[2]
    printable = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    return printable.strip()[:LONGEST] or "file"
