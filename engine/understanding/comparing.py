"""What the rules left is compared with the known phrases."""

import re
from dataclasses import dataclass

from engine.understanding import denial, stance
from engine.understanding.clauses import sentences
from engine.understanding.examples import NOT, TOPIC, WENT
from engine.understanding.likely import Likely, likely
from engine.understanding.notes import Notes
from engine.understanding.rules import SURE
from engine.understanding.ways import ways_of_telling
from knowledge_base import State

WORD, ENOUGH_WORDS = re.compile(r"[a-z]{2,}|[\u4e00-\u9fff]"), 2
BESIDE = 0.3  # from where a clause that rules have read is offered for something else


def compare(notes: Notes, marked: str) -> None:
    """What most probably says a finding is recorded, what says it perhaps is offered.

    Clauses that were read by rules are not recorded again.
    """
    text, places = notes.plain.text, list(sentences(marked))
    read = [Told(item, *_stated(text, item)) for item in likely(notes.kb, text)]
    denied = {told.finding for told in read if told.state == "absent"}
    for told in read:
        item = told.item
        if item.label.startswith((WENT, TOPIC)):
            if not notes.was_read(item.start, item.end):
                notes.beside[item.label].append(item.probability)
            continue
        first, last = next(((a, b) for a, b in places if a <= item.start < b), (0, len(text)))
        sentence, place = text[first : max(last, item.end)], (item.start - first, item.end - first)
        was_read = notes.was_read(item.start, item.end)
        if not stance.told(sentence, *place) or (was_read and item.probability < BESIDE):
            continue
        notes.to_the_point |= item.to_the_point
        two_clauses = "," in text[item.start : item.end]
        doubtful = was_read or (two_clauses and told.finding in denied and not told.by_example)
        doubtful = doubtful or stance.guessed(sentence, *place) or stance.past(sentence, *place)
        if item.sure and not doubtful and _may_record(notes, told):
            notes.record(told.finding, told.state, None, item.start, item.end, SURE)
        else:
            notes.offer(told.finding, item.probability, told.state, item.start, item.end)


@dataclass(frozen=True)
class Told:
    item: Likely
    finding: str
    state: State
    turned: bool  # by a "not" that the nearest phrase lacks, or the other way round

    @property
    def by_example(self) -> bool:
        """People say in these words that it is not so."""
        return self.state == "absent" and not self.turned


def _stated(text: str, item: Likely) -> tuple[str, State, bool]:
    """Likeness is blind to a "not"; in two clauses, two of them do not cancel."""
    words, finding = text[item.start : item.end], item.label.removeprefix(NOT)
    more = denial.count_denials(words) - denial.count_denials(item.phrase)
    turned = more != 0 if "," in words else more % 2 == 1
    return finding, "absent" if turned != (finding != item.label) else "present", turned


def _says_more(notes: Notes, item: Likely) -> bool:
    """More than the settings and numbers that were read from it."""
    return len(WORD.findall(notes.untouched(item.start, item.end))) >= ENOUGH_WORDS


def _may_record(notes: Notes, told: Told) -> bool:
    """Likeness is also blind to whose loss it is."""
    if told.turned or told.finding in notes.evidence or not _says_more(notes, told.item):
        return False
    words = notes.plain.text[told.item.start : told.item.end]
    fits = told.by_example or ways_of_telling(notes.kb)[told.finding].fits(words)
    return fits and not notes.contradicts(told.finding)
