"""Evidence as plain data, for the database and for the API."""

from typing import Any

from engine import Evidence, Words


def dump(item: Evidence) -> dict[str, Any]:
    """Without the defaults, so that a stored entry stays readable."""
    row: dict[str, Any] = {"finding": item.finding, "state": item.state, "source": item.source}
    if item.value is not None:
        row["value"] = item.value
    if item.confidence != 1.0:
        row["confidence"] = item.confidence
    if item.words:
        row["words"] = [item.words.start, item.words.end, item.words.text]
    if item.numbers:
        row["numbers"] = dict(item.numbers)
    return row


def load(row: dict[str, Any]) -> Evidence:
    words = Words(*row["words"]) if "words" in row else None
    return Evidence(**{**row, "words": words})
