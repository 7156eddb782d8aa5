"""What the rules left is compared with the known phrases."""

from engine.understanding import denial, stance
from engine.understanding.clauses import sentences
from engine.understanding.likely import Likely, likely
from engine.understanding.notes import Notes
from engine.understanding.rules import SURE
from engine.understanding.subjects import marks
from knowledge_base import State

BESIDE = 0.3  # from where a clause that rules have read is offered for something else


def compare(notes: Notes, marked: str) -> None:
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
        notes.to_the_point |= item.to_the_point
        state = _state(text, item)
        doubtful = notes.was_touched(item.start, item.end)
        doubtful = doubtful or stance.guessed(sentence, *place) or stance.past(sentence, *place)
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
