"""Read a message sentence by sentence and merge what the sentences say."""

import re
from collections.abc import Iterator

from engine.case import Evidence, Value, Words
from engine.understand import Suggestion, Understood
from engine.understanding import mood
from engine.understanding.answers import answer, outcome
from engine.understanding.choices import Chosen, chosen
from engine.understanding.classifier import alike
from engine.understanding.code import said_in_code
from engine.understanding.concepts import told
from engine.understanding.normalise import Plain, normalise
from engine.understanding.numbers import figures
from engine.understanding.scope import out_of_scope
from engine.understanding.spelling import spelled
from engine.understanding.subjects import mark
from knowledge_base import KnowledgeBase, Language, State

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"(?:[^.!?;\n]|\.(?=\S)|;(?=\s*\n?\s*\w+ ?=))+[.!?;]*")
STILL_READ = {"speed", "errors_in_code", "off_topic"}  # may be about training after all
ALIKE_SURE = 0.8  # likeness from which a known phrase is recorded; set on the tuning messages
ALIKE_ENOUGH = 0.5  # likeness that keeps a message from being called off topic
SURE, HEDGED = 0.95, 0.8
MOST_OFFERED = 4
LONGEST_SENTENCE = 500  # characters; longer ones are cut, so that reading time stays linear
MOST_CHARACTERS = 8000  # of a message; what comes later is not read


# What is told more exactly -> what its words also seem to say.
OUTWEIGHS = {
    "progress_stopped_when_rate_decayed": ("training_loss_not_decreasing",),
    "other_optimizer_helps": ("optimizer",),
    "loss_nan_before_training": ("nan_at_first_step",),
    "training_loss_plateaus": ("training_loss_not_decreasing",),
    "non_finite_weights": ("loss_becomes_nan",),
}


class _Notes:
    """What has been read so far; a later sentence replaces what an earlier one said."""

    def __init__(self, kb: KnowledgeBase, plain: Plain):
        self.kb, self.plain = kb, plain
        self.evidence: dict[str, Evidence] = {}
        self.unsure: dict[str, Suggestion] = {}
        self.read: list[tuple[int, int]] = []

    def words(self, start: int, end: int) -> Words:
        first, last = self.plain.span(start, max(end, start + 1))
        return Words(first, last, self.plain.original[first:last])

    def record(
        self, finding: str, state: State, value: Value, start: int, end: int, confidence: float
    ) -> None:
        known = self.evidence.get(finding)
        if finding not in self.kb.findings or (known and known.state == "present" != state):
            return
        self.read.append((start, end))
        self.evidence[finding] = Evidence(
            finding, state, value, confidence=confidence, words=self.words(start, end)
        )

    def covered(self) -> set[int]:
        """The places of the message that rules have read."""
        return {place for start, end in self.read for place in range(start, end)}

    def contradicts(self, finding: str) -> bool:
        """What was read by rules excludes it."""
        present = [name for name, item in self.evidence.items() if item.state == "present"]
        excluded = self.kb.findings[finding].excludes
        return any(
            name in excluded or finding in self.kb.findings[name].excludes for name in present
        )

    def offer(self, finding: str, likeness: float, state: State, start: int, end: int) -> None:
        known = self.unsure.get(finding)
        if known is None or known.probability < likeness:
            self.unsure[finding] = Suggestion(
                finding, likeness, state, words=self.words(start, end)
            )


def read(
    kb: KnowledgeBase, text: str, language: Language | None, asked: tuple[str, ...]
) -> Understood:
    spoken: Language = language or ("zh" if CHINESE.search(text) else "en")
    plain = normalise(text[:MOST_CHARACTERS])
    plain = spelled(plain)
    reply = answer(kb, plain.text.strip(), text, asked)
    if reply is not None:
        return Understood((reply,), language=spoken)
    went = outcome(plain.text.strip())
    if went is not None:
        return Understood(language=spoken, outcome=went)
    notes = _Notes(kb, plain)
    marked = mark(plain.text)
    topic = out_of_scope(marked)
    if topic is None or topic in STILL_READ:
        _read_into(notes, marked)
    return _understood(notes, topic, spoken)


def _understood(notes: _Notes, topic: str | None, spoken: Language) -> Understood:
    evidence = tuple(notes.evidence.values())
    near = max((item.probability for item in notes.unsure.values()), default=0.0)
    if topic is not None and not evidence and not (topic == "off_topic" and near >= ALIKE_ENOUGH):
        return Understood(out_of_scope=topic, language=spoken)
    offered = [item for name, item in notes.unsure.items() if name not in notes.evidence]
    offered.sort(key=lambda item: -item.probability)
    return Understood(evidence, tuple(offered[:MOST_OFFERED]), None, spoken)


def _read_into(notes: _Notes, marked: str) -> None:
    for start, end in _sentences(marked):
        sentence = marked[start:end]
        _concepts(notes, sentence, start)
        _choices(notes, notes.plain.text[start:end], start)
        for figure in figures(sentence):
            if not mood.asks(sentence, figure.start, figure.end):
                notes.record(
                    figure.finding, "present", figure.value, start + figure.start, start + figure.end, SURE
                )  # fmt: skip
    _alike(notes, marked)
    for finding, others in OUTWEIGHS.items():
        known = notes.evidence.get(finding)
        if known and known.state == "present":
            for other in others:
                notes.evidence.pop(other, None)
    for finding, value, present, first, last in said_in_code(notes.plain.text):
        notes.record(finding, "present" if present else "absent", value, first, last, SURE)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in SENTENCE.finditer(text):
        if found.group().strip():
            for start in range(found.start(), found.end(), LONGEST_SENTENCE):
                yield start, min(start + LONGEST_SENTENCE, found.end())


def _concepts(notes: _Notes, sentence: str, offset: int) -> None:
    for item in told(sentence):
        if mood.asks(sentence, item.start, item.end):
            continue
        turned = mood.denied(sentence, item.start, item.end, item.own_denial)
        turned = turned or mood.past(sentence, item.start, item.end)
        if item.absent and turned:
            continue
        absent = item.absent or turned
        if mood.alternative(sentence, item.end):
            state: State = "absent" if absent else "present"
            notes.offer(item.finding, SURE, state, offset + item.start, offset + item.end)
            continue
        confidence = HEDGED if mood.hedged(sentence, item.start, item.end) else SURE
        notes.record(
            item.finding, "absent" if absent else "present", None, offset + item.start, offset + item.end, confidence
        )  # fmt: skip


def _choices(notes: _Notes, sentence: str, offset: int) -> None:
    for item in chosen(sentence):
        if mood.asks(sentence, item.start, item.end):
            continue
        if not _denied_choice(sentence, item):
            notes.record(
                item.finding, "present", item.option, offset + item.start, offset + item.end, SURE
            )


def _denied_choice(sentence: str, item: Chosen) -> bool:
    return mood.denied(sentence, item.start, item.end, item.option == "none")


def _alike(notes: _Notes, marked: str) -> None:
    """What reads almost like a known phrase is recorded, what reads a little like it offered.

    Clauses that were read by rules are not compared again.
    """
    text, sentences, covered = notes.plain.text, list(_sentences(marked)), notes.covered()
    for finding, likeness, start, end, phrase in alike(notes.kb, text, covered):
        first = next((a for a, b in sentences if a <= start < b), 0)
        sentence = text[first : max(end, next((b for a, b in sentences if a == first), end))]
        place = start - first, end - first
        if mood.asks(sentence, *place):
            continue
        sure = likeness >= ALIKE_SURE and _says_the_same(text[start:end], phrase)
        sure = sure and not mood.past(sentence, *place) and not notes.contradicts(finding)
        if sure and finding not in notes.evidence:
            notes.record(finding, "present", None, start, end, SURE)
        else:
            notes.offer(finding, likeness, "present", start, end)


def _says_the_same(clause: str, phrase: str) -> bool:
    """Likeness is blind to a "not" and to whose loss it is."""
    same_denials = mood.count_denials(clause) == mood.count_denials(phrase)
    return same_denials and _marks(clause) == _marks(phrase)


def _marks(text: str) -> set[str]:
    return {letter for letter in mark(text) if "\ue000" <= letter <= "\ue00f"}
