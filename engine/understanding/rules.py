"""What the rules read of one sentence, once its stance and its denials are known."""

from engine.understanding import denial, stance
from engine.understanding.choices import chosen
from engine.understanding.concepts import told
from engine.understanding.notes import Notes
from knowledge_base import State

SURE, HEDGED = 0.95, 0.8


def read_findings(notes: Notes, sentence: str, offset: int, after: str) -> None:
    for item in told(sentence):
        start, end = offset + item.start, offset + item.end
        if not stance.told(sentence, item.start, item.end, after):
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


def read_choices(notes: Notes, sentence: str, offset: int, after: str) -> None:
    for item in chosen(sentence):
        own_denial = item.option == "none"
        if not stance.told(sentence, item.start, item.end, after):
            continue
        if denial.denied(sentence, item.start, item.end, own_denial):
            continue
        gone = denial.replaced(sentence, item.start, item.end)
        if not gone and not denial.forgotten(sentence, item.start):
            start, end = offset + item.start, offset + item.end
            notes.record(item.finding, "present", item.option, start, end, SURE)
