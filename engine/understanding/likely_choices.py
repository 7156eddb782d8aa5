"""Choices that nobody named, but that the message as a whole tells of."""

from engine.understanding.choices import chosen
from engine.understanding.clauses import sentences
from engine.understanding.learned.choices import choices_told
from engine.understanding.notes import Notes

OFFERED, RECORDED = 0.2, 0.5


def read_likely_choices(notes: Notes) -> None:
    """Recorded beside other findings only: what is told of nothing else may be a general question."""
    text, model = notes.plain.text, choices_told(notes.kb)
    if model is None:
        return
    named = {item.finding for item in chosen(text)}  # and judged by what stands around the name
    among_others = bool(notes.evidence)
    for option in model.likeliest(text):
        if option.finding in notes.evidence or option.finding in named:
            continue
        if option.probability < OFFERED:
            continue
        places = [(start, end) for start, end in sentences(text) if text[start:end].strip()]
        start, end = places[model.clause([text[a:b] for a, b in places], option)]
        if among_others and option.probability >= RECORDED:
            notes.record(option.finding, "present", option.option, start, end, option.probability)
        else:
            notes.offer(option.finding, option.probability, "present", start, end, option.option)
