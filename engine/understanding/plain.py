"""One form for what people type: numbers in digits, slips put right."""

from engine.understanding.corrections import corrected
from engine.understanding.normalise import Plain, normalise
from engine.understanding.number_words import digits
from engine.understanding.pauses import parted
from engine.understanding.spelling import spelled


def plain(text: str) -> Plain:
    return corrected(digits(parted(spelled(normalise(text)))))
