"""Read a message sentence by sentence and merge what the sentences say."""

import re

from engine.case import Outcome
from engine.understand import Suggestion, Understood
from engine.understanding.answers import answer
from engine.understanding.asked import asked_alike
from engine.understanding.clauses import sentences
from engine.understanding.code import said_in_code
from engine.understanding.comparing import compare
from engine.understanding.examples import TOPIC, WENT
from engine.understanding.general import general
from engine.understanding.likely_choices import read_likely_choices
from engine.understanding.notes import Notes
from engine.understanding.outcomes import outcome
from engine.understanding.plain import plain
from engine.understanding.roles import roles
from engine.understanding.rules import SURE, read_choices, read_findings
from engine.understanding.scope import out_of_scope
from engine.understanding.series import told_by_values
from engine.understanding.subjects import mark
from knowledge_base import KnowledgeBase, Language

CHINESE = re.compile(r"[\u4e00-\u9fff]")
STILL_READ = {"speed", "errors_in_code", "off_topic"}  # may be about training after all
CONTEXT = {"framework", "task", "architecture"}  # alone they tell of no trouble
MUCH_TOLD = 3  # settings and numbers of a run: it is about training, whatever else is named
MOST_OFFERED = 4
MOST_CHARACTERS = 8000  # of a message; what comes later is not read


def read(
    kb: KnowledgeBase, text: str, language: Language | None, asked: tuple[str, ...]
) -> Understood:
    spoken: Language = language or ("zh" if CHINESE.search(text) else "en")
    read_as = plain(text[:MOST_CHARACTERS])
    notes = Notes(kb, read_as)
    marked = mark(read_as.text)
    _read_into(notes, marked)
    reply = answer(kb, read_as.text.strip(), text, asked) or asked_alike(notes, asked)
    if reply is not None:
        if reply.state == "unknown":
            return Understood((reply,), language=spoken)
        notes.evidence[reply.finding] = reply
        evidence = tuple(notes.evidence.values())
        return Understood(evidence, language=spoken)
    alone = all(item.value is not None for item in notes.evidence.values())
    in_general = not asked and general(read_as.text)
    went = None if in_general else outcome(read_as.text.strip(), notes.also(WENT), alone)
    if went is not None:
        return _after_a_fix(notes, went, spoken)
    told = [item for item in notes.evidence if item not in CONTEXT]
    topic = out_of_scope(marked, () if told else notes.also(TOPIC))
    if in_general:
        return _of_a_question(notes, topic, spoken)
    in_a_talk = bool(asked) or any(way == "not_tried" for way, _ in notes.also(WENT)[:1])
    return _understood(notes, None if in_a_talk and topic == "off_topic" else topic, spoken)


def _after_a_fix(notes: Notes, went: Outcome, spoken: Language) -> Understood:
    """What was so before a fix that helped is no finding now; one that did not help, helps not."""
    evidence = tuple(
        item
        for name, item in notes.evidence.items()
        if item.state != "present"
        or item.value is not None
        or not (
            went == "solved"
            or (went != "partly" and name.endswith("_help") | name.endswith("_helps"))
        )
    )
    return Understood(evidence, _offered(notes), None, spoken, went)


def _of_a_question(notes: Notes, topic: str | None, spoken: Language) -> Understood:
    """What a question on the field names may be so in the asker's run: offered, not recorded."""
    for item in notes.evidence.values():
        notes.unsure[item.finding] = Suggestion(
            item.finding, item.confidence, item.state, item.value, item.words
        )
    notes.evidence.clear()
    return _understood(notes, topic, spoken)


def _understood(notes: Notes, topic: str | None, spoken: Language) -> Understood:
    evidence = tuple(notes.evidence.values())
    telling = [item for item in evidence if _tells(notes, item.finding, topic)]
    telling += evidence if len(evidence) >= MUCH_TOLD else ()
    if topic is not None and not telling and not (topic == "off_topic" and notes.to_the_point):
        return Understood(out_of_scope=topic, language=spoken)
    read_likely_choices(notes)
    return Understood(tuple(notes.evidence.values()), _offered(notes), None, spoken)


def _offered(notes: Notes) -> tuple[Suggestion, ...]:
    offered = [
        item
        for name, item in notes.unsure.items()
        if name not in notes.evidence and not (item.state == "present" and notes.contradicts(name))
    ]
    offered.sort(key=lambda item: -item.probability)
    return tuple(offered[:MOST_OFFERED])


def _tells(notes: Notes, finding: str, topic: str | None) -> bool:
    """Whether a finding shows that a message about another topic is about training after all."""
    in_passing = topic in STILL_READ and finding not in CONTEXT
    return in_passing or notes.kb.findings[finding].kind == "binary"


def _read_into(notes: Notes, marked: str) -> None:
    for start, end in sentences(marked):
        after = marked[end:]
        read_findings(notes, marked[start:end], start, after)
        read_choices(notes, notes.plain.text[start:end], start, after)
    for reading in roles(notes.kb, notes.plain.text, marked):
        figure = reading.figure
        if reading.sure:
            notes.record(figure.finding, "present", figure.value, figure.start, figure.end, SURE)
        else:
            place = figure.start, figure.end
            notes.offer(figure.finding, reading.probability, "present", *place, figure.value)
    for finding, start, end in told_by_values(marked):
        notes.read.append((start, end))
        notes.record(finding, "present", None, start, end, SURE)
    notes.outweigh()
    for finding, value, present, first, last in said_in_code(notes.plain.text):
        notes.record(finding, "present" if present else "absent", value, first, last, SURE)
    compare(notes, marked)
