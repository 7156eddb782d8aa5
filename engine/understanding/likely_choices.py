"""Choices that nobody named, but that the message as a whole tells of."""

from engine.understanding.choices import chosen
from engine.understanding.clauses import sentences
from engine.understanding.learned.choices import choices_told
from engine.understanding.notes import Notes

OFFERED, RECORDED = 0.2, 0.5


def read_likely_choices(notes: Notes) -> None:
    """Recorded beside other findings only: what is told of nothing else may be a general question."""
    text, model = notes.plain.text, choices_told(notes.kb)
    places = [(start, end) for start, end in sentences(text) if text[start:end].strip()]
    if model is None or not places:
        return
    named = {item.finding for item in chosen(text)}  # and judged by what stands around the name
    known, among_others = named | set(notes.evidence), bool(notes.evidence)
    likely = [
        option
        for option in model.likeliest(text)
        if option.probability >= OFFERED and option.finding not in known
    ]
    if not likely:
        return
    telling = model.telling([text[start:end] for start, end in places], likely)
    for option, at in zip(likely, telling, strict=True):
        finding, chance, value = option.finding, option.probability, option.option
        if among_others and chance >= RECORDED:
            notes.record(finding, "present", value, *places[at], chance)
        else:
            notes.offer(finding, chance, "present", *places[at], value)
