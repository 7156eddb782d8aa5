"""Read a message sentence by sentence and merge what the sentences say."""

import re

from engine.understand import Understood
from engine.understanding.answers import answer, outcome
from engine.understanding.clauses import sentences
from engine.understanding.code import said_in_code
from engine.understanding.comparing import compare
from engine.understanding.log_lines import logged
from engine.understanding.normalise import normalise
from engine.understanding.notes import Notes
from engine.understanding.number_words import digits
from engine.understanding.pauses import parted
from engine.understanding.rules import SURE, read_choices, read_figures, read_findings
from engine.understanding.scope import out_of_scope
from engine.understanding.spelling import spelled
from engine.understanding.subjects import mark
from knowledge_base import KnowledgeBase, Language

CHINESE = re.compile(r"[\u4e00-\u9fff]")
STILL_READ = {"speed", "errors_in_code", "off_topic"}  # may be about training after all
CONTEXT = {"framework", "task", "architecture"}  # alone they tell of no trouble
LONG = 120  # characters; a longer message may name another topic in passing
MOST_OFFERED = 4
MOST_CHARACTERS = 8000  # of a message; what comes later is not read


def read(
    kb: KnowledgeBase, text: str, language: Language | None, asked: tuple[str, ...]
) -> Understood:
    spoken: Language = language or ("zh" if CHINESE.search(text) else "en")
    plain = digits(parted(spelled(normalise(text[:MOST_CHARACTERS]))))
    reply = answer(kb, plain.text.strip(), text, asked)
    if reply is not None:
        return Understood((reply,), language=spoken)
    went = outcome(plain.text.strip())
    if went is not None:
        return Understood(language=spoken, outcome=went)
    notes = Notes(kb, plain)
    marked = mark(plain.text)
    topic = out_of_scope(marked)
    if topic is None or topic in STILL_READ or len(text) > LONG:
        _read_into(notes, marked)
    return _understood(notes, topic, spoken)


def _understood(notes: Notes, topic: str | None, spoken: Language) -> Understood:
    evidence = tuple(notes.evidence.values())
    telling = [item for item in evidence if _tells(notes, item.finding, topic)]
    if topic is not None and not telling and not (topic == "off_topic" and notes.to_the_point):
        return Understood(out_of_scope=topic, language=spoken)
    offered = [item for name, item in notes.unsure.items() if name not in notes.evidence]
    offered.sort(key=lambda item: -item.probability)
    return Understood(evidence, tuple(offered[:MOST_OFFERED]), None, spoken)


def _tells(notes: Notes, finding: str, topic: str | None) -> bool:
    """Whether a finding shows that a message about another topic is about training after all."""
    in_passing = topic in STILL_READ and finding not in CONTEXT
    return in_passing or notes.kb.findings[finding].kind == "binary"


def _read_into(notes: Notes, marked: str) -> None:
    for start, end in sentences(marked):
        read_findings(notes, marked[start:end], start)
        read_choices(notes, notes.plain.text[start:end], start)
        read_figures(notes, marked[start:end], start)
    for figure in logged(marked):
        notes.record(figure.finding, "present", figure.value, figure.start, figure.end, SURE)
    notes.outweigh()
    for finding, value, present, first, last in said_in_code(notes.plain.text):
        notes.record(finding, "present" if present else "absent", value, first, last, SURE)
    compare(notes, marked)
