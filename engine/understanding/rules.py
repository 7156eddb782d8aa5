"""What the rules read of one sentence, once its stance and its denials are known."""

import re

from engine.understanding import denial, stance
from engine.understanding.choices import chosen
from engine.understanding.concepts import told
from engine.understanding.notes import Notes
from engine.understanding.numbers import figures
from knowledge_base import State

SURE, HEDGED = 0.95, 0.8
NO_LOSS = re.compile(r"ppl|perplexity")  # moves like a loss, and its value is another


def read_findings(notes: Notes, sentence: str, offset: int) -> None:
    for item in told(sentence):
        start, end = offset + item.start, offset + item.end
        if not stance.told(sentence, item.start, item.end):
            continue
        turned = denial.denied(sentence, item.start, item.end, item.own_denial)
        turned = turned or stance.past(sentence, item.start, item.end)
        if item.absent and turned:
            continue
        state: State = "absent" if item.absent or turned else "present"
        if stance.guessed(sentence, item.start, item.end):
            notes.offer(item.finding, SURE, state, start, end)
            continue
        notes.read.append((start, end))
        confidence = HEDGED if stance.hedged(sentence, item.start, item.end) else SURE
        notes.record(item.finding, state, None, start, end, confidence)


def read_choices(notes: Notes, sentence: str, offset: int) -> None:
    for item in chosen(sentence):
        own_denial = item.option == "none"
        if not stance.told(sentence, item.start, item.end):
            continue
        if denial.denied(sentence, item.start, item.end, own_denial):
            continue
        gone = denial.replaced(sentence, item.start, item.end)
        if not gone and not denial.forgotten(sentence, item.start):
            start, end = offset + item.start, offset + item.end
            notes.record(item.finding, "present", item.option, start, end, SURE)


def read_figures(notes: Notes, sentence: str, offset: int) -> None:
    for figure in figures(sentence):
        place = figure.start, figure.end
        if stance.told(sentence, *place) or stance.asks_whether_too_much(sentence, *place):
            start, end = offset + figure.start, offset + figure.end
            if not NO_LOSS.search(notes.plain.text[start:end]):
                notes.record(figure.finding, "present", figure.value, start, end, SURE)
