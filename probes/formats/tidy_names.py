"""Names from a file as text that can be shown: nothing invisible, nothing endless."""

import unicodedata

MAX_NAME = 200


def tidy(text: str, limit: int = MAX_NAME) -> str:
    """Control, direction and lone surrogate characters are written out as escapes."""
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    shown = "".join(_shown(character) for character in text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _shown(character: str) -> str:
    if unicodedata.category(character)[0] == "C":
        code = ord(character)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return character


def unique(names: list[str]) -> list[str]:
    """Names that became equal by tidying get a number."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        count = seen.get(name, 0)
        seen[name] = count + 1
        result.append(f"{name}#{count + 1}" if count else name)
    return result
