"""Match a message, clause by clause, against the known phrases by character n-grams."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from engine.case import Evidence, Words
from engine.once import once_per_knowledge
from engine.understand import Suggestion, Understood
from knowledge_base import KnowledgeBase, Language, State

GRAM = 3
SURE = 0.75  # cosine from which a clause is recorded; chosen on the phrases of other findings
OFFERED = 0.45
MOST_OFFERED = 4
CLAUSE = re.compile(r"[^,.;!?，。；！？、\n]+(?:\.\d+)?")
NEGATED = re.compile(r"没有|并没|不是|未|\bno\b|\bnot\b|n't\b|\bnever\b|\bwithout\b", re.IGNORECASE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Phrase:
    finding: str
    option: str | None
    negated: bool  # the phrase itself says no: "does not decrease"
    grams: Counter[str]


def read(kb: KnowledgeBase, text: str, language: Language | None, asked: str | None) -> Understood:
    spoken: Language = language or ("zh" if CHINESE.search(text) else "en")
    answer = _answer(kb, text, asked)
    if answer is not None:
        return Understood((answer,), language=spoken)
    evidence: dict[str, Evidence] = {}
    unsure: dict[str, Suggestion] = {}
    for words in _clauses(text):
        for likeness, phrase in _alike(kb, words.text):
            state: State = "absent" if _denies(words.text, phrase) else "present"
            if likeness >= SURE and not evidence.get(phrase.finding):
                evidence[phrase.finding] = Evidence(
                    phrase.finding, state, phrase.option, words=words, confidence=0.95
                )
            elif likeness < SURE:
                unsure.setdefault(
                    phrase.finding,
                    Suggestion(phrase.finding, likeness, state, phrase.option, words),
                )
    offered = [item for name, item in unsure.items() if name not in evidence]
    offered.sort(key=lambda item: -item.probability)
    return Understood(tuple(evidence.values()), tuple(offered[:MOST_OFFERED]), None, spoken)


def _answer(kb: KnowledgeBase, text: str, asked: str | None) -> Evidence | None:
    """A bare yes, no, don't know or number to the question just asked."""
    plain = text.strip().lower().rstrip(".!。！")
    if asked is None or asked not in kb.findings:
        return None
    if kb.findings[asked].kind == "number" and re.fullmatch(r"-?\d+(?:\.\d*)?(?:e-?\d+)?", plain):
        return Evidence(asked, value=float(plain), source="asked")
    for state, words in ANSWERS.items():
        if plain in words and (kb.findings[asked].kind == "binary" or state == "unknown"):
            return Evidence(asked, state, source="asked")
    return None


ANSWERS: dict[State, set[str]] = {
    "present": {"yes", "y", "yeah", "yep", "是", "是的", "对", "有", "嗯"},
    "absent": {"no", "n", "nope", "否", "不是", "没有", "不", "没"},
    "unknown": {"don't know", "dont know", "not sure", "unknown", "不知道", "不确定", "不清楚"},
}


def _clauses(text: str) -> Iterator[Words]:
    for match in CLAUSE.finditer(text):
        if match.group().strip():
            yield Words(match.start(), match.end(), match.group())


def _alike(kb: KnowledgeBase, clause: str) -> list[tuple[float, Phrase]]:
    """The best phrase of each finding that is at all like the clause, most alike first."""
    grams = _grams(clause)
    best: dict[str, tuple[float, Phrase]] = {}
    for phrase in _phrases(kb):
        likeness = _cosine(grams, phrase.grams)
        if likeness >= OFFERED and likeness > best.get(phrase.finding, (0.0,))[0]:
            best[phrase.finding] = (likeness, phrase)
    return sorted(best.values(), key=lambda item: -item[0])


def _denies(clause: str, phrase: Phrase) -> bool:
    return bool(NEGATED.search(clause)) and not phrase.negated


@once_per_knowledge
def _phrases(kb: KnowledgeBase) -> list[Phrase]:
    found = []
    for name, finding in sorted(kb.findings.items()):
        if finding.kind == "binary":
            found += [_phrase(name, None, text) for text in finding.phrases.all]
        elif finding.kind == "choice":
            for option, entry in finding.options.items():
                found += [_phrase(name, option, text) for text in entry.phrases.all]
    return found


def _phrase(finding: str, option: str | None, text: str) -> Phrase:
    return Phrase(finding, option, bool(NEGATED.search(text)), _grams(text))


def _grams(text: str) -> Counter[str]:
    plain = "".join(re.findall(r"\w+", text.lower()))
    return Counter(plain[i : i + n] for n in (1, 2, GRAM) for i in range(len(plain) - n + 1))


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    small, large = sorted((one, other), key=len)
    shared = sum(count * large[gram] for gram, count in small.items())
    length = sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))
    return shared / length if length else 0.0
