"""Read a message sentence by sentence and merge what the sentences say."""

import re

from engine.understand import Understood
from engine.understanding import denial, stance
from engine.understanding.answers import answer, outcome
from engine.understanding.choices import chosen
from engine.understanding.clauses import sentences
from engine.understanding.code import said_in_code
from engine.understanding.concepts import told
from engine.understanding.likely import Likely, likely
from engine.understanding.log_lines import logged
from engine.understanding.normalise import normalise
from engine.understanding.notes import Notes
from engine.understanding.number_words import digits
from engine.understanding.numbers import figures
from engine.understanding.scope import out_of_scope
from engine.understanding.spelling import spelled
from engine.understanding.subjects import mark, marks
from knowledge_base import KnowledgeBase, Language, State

CHINESE = re.compile(r"[\u4e00-\u9fff]")
STILL_READ = {"speed", "errors_in_code", "off_topic"}  # may be about training after all
CONTEXT = {"framework", "task", "architecture"}  # alone they tell of no trouble
ENOUGH = 0.4  # probability that keeps a message from being called off topic
BESIDE = 0.3  # from where a clause that rules have read is offered for something else
LONG = 120  # characters; a longer message may name another topic in passing
SURE, HEDGED = 0.95, 0.8
MOST_OFFERED = 4
MOST_CHARACTERS = 8000  # of a message; what comes later is not read


def read(
    kb: KnowledgeBase, text: str, language: Language | None, asked: tuple[str, ...]
) -> Understood:
    spoken: Language = language or ("zh" if CHINESE.search(text) else "en")
    plain = spelled(normalise(text[:MOST_CHARACTERS]))
    reply = answer(kb, plain.text.strip(), text, asked)
    if reply is not None:
        return Understood((reply,), language=spoken)
    went = outcome(plain.text.strip())
    if went is not None:
        return Understood(language=spoken, outcome=went)
    notes = Notes(kb, plain)
    marked = mark(digits(plain.text))
    topic = out_of_scope(marked)
    if topic is None or topic in STILL_READ or len(text) > LONG:
        _read_into(notes, marked)
    return _understood(notes, topic, spoken)


def _understood(notes: Notes, topic: str | None, spoken: Language) -> Understood:
    evidence = tuple(notes.evidence.values())
    near = max((item.probability for item in notes.unsure.values()), default=0.0)
    telling = [item for item in evidence if _tells(notes, item.finding, topic)]
    if topic is not None and not telling and not (topic == "off_topic" and near >= ENOUGH):
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
        _concepts(notes, marked[start:end], start)
        _choices(notes, notes.plain.text[start:end], start)
        _figures(notes, marked[start:end], start)
    for figure in logged(marked):
        notes.record(figure.finding, "present", figure.value, figure.start, figure.end, SURE)
    notes.outweigh()
    for finding, value, present, first, last in said_in_code(notes.plain.text):
        notes.record(finding, "present" if present else "absent", value, first, last, SURE)
    _likely(notes, marked)


def _concepts(notes: Notes, sentence: str, offset: int) -> None:
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


def _choices(notes: Notes, sentence: str, offset: int) -> None:
    for item in chosen(sentence):
        own_denial = item.option == "none"
        if not stance.told(sentence, item.start, item.end):
            continue
        if denial.denied(sentence, item.start, item.end, own_denial):
            continue
        if not denial.forgotten(sentence, item.start) and not denial.replaced(
            sentence, item.start, item.end
        ):
            notes.record(
                item.finding, "present", item.option, offset + item.start, offset + item.end, SURE
            )


def _figures(notes: Notes, sentence: str, offset: int) -> None:
    for figure in figures(sentence):
        if stance.told(sentence, figure.start, figure.end) or stance.asks_whether_too_much(
            sentence, figure.start, figure.end
        ):
            start, end = offset + figure.start, offset + figure.end
            notes.record(figure.finding, "present", figure.value, start, end, SURE)


def _likely(notes: Notes, marked: str) -> None:
    """What most probably says a finding is recorded, what says it perhaps is offered.

    Clauses that were read by rules are not recorded again.
    """
    text, places = notes.plain.text, list(sentences(marked))
    for item in likely(notes.kb, text):
        first, last = next(((a, b) for a, b in places if a <= item.start < b), (0, len(text)))
        sentence, place = text[first : max(last, item.end)], (item.start - first, item.end - first)
        was_read = notes.was_read(item.start, item.end)
        if not stance.told(sentence, *place) or (was_read and item.probability < BESIDE):
            continue
        state = _state(text, item)
        doubtful = was_read or stance.guessed(sentence, *place) or stance.past(sentence, *place)
        if item.sure and not doubtful and _may_record(notes, text, item, state):
            notes.record(item.finding, state, None, item.start, item.end, SURE)
        else:
            notes.offer(item.finding, item.probability, state, item.start, item.end)


def _state(text: str, item: Likely) -> State:
    """Likeness is blind to a "not"."""
    said = denial.count_denials(text[item.start : item.end])
    return "absent" if (said - denial.count_denials(item.phrase)) % 2 else "present"


def _may_record(notes: Notes, text: str, item: Likely, state: State) -> bool:
    """Likeness is also blind to whose loss it is."""
    about_the_same = marks(text[item.start : item.end]) == marks(item.phrase)
    known = item.finding in notes.evidence or notes.contradicts(item.finding)
    return state == "present" and about_the_same and not known
