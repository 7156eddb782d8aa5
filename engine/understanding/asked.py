"""A reply that reads like the finding asked about, in words of its own: "看了，前面几层小得离谱"."""

from engine.case import Evidence
from engine.understanding.answers import HALF_SURE, SHORT
from engine.understanding.notes import Notes

LIKE = 0.3  # less likeness is enough where the finding was asked about


def asked_alike(notes: Notes, asked: tuple[str, ...]) -> Evidence | None:
    if len(notes.plain.text) > SHORT:
        return None
    for finding in asked:
        known, offered = notes.evidence.get(finding), notes.unsure.get(finding)
        if known is None and offered is not None and offered.probability >= LIKE:
            return Evidence(finding, offered.state, None, "asked", HALF_SURE, offered.words)
    return None
