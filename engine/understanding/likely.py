"""What a stretch reads like: the findings it most likely tells of, and the phrase it is nearest to.

Read is every clause, and every two neighbours together: "train is perfect, validation is a mess".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.understanding.classifier import trained
from engine.understanding.examples import LONGEST, NOT, NOTHING, examples
from engine.understanding.normalise import compact
from knowledge_base import KnowledgeBase

CLAUSE = re.compile(r"(?:[^,;.!?\n]|\.(?=\S))+")
JOINS = re.compile(r"\s*[,;]\s*")
LONGEST_PAIR = 100  # characters
MOST_CLAUSES = 40  # of a message are compared
PER_CLAUSE = 3
# From where a finding is offered, keeps a message from being called off topic, is recorded, and is
# recorded as not so; set on the tuning messages.
BY_CHARACTERS, BY_CLASSIFIER = (0.36, 0.5, 0.8, 0.8), (0.03, 0.2, 0.7, 0.5)


@dataclass(frozen=True)
class Likely:
    label: str  # of a finding, or of what else people tell (examples.py)
    probability: float
    start: int
    end: int
    phrase: str  # the nearest known one
    to_the_point: bool  # enough to keep a message from being called off topic
    sure: bool


def likely(kb: KnowledgeBase, text: str) -> Iterator[Likely]:
    known = examples(kb)
    places = list(stretches(text))
    if not places or not known.texts:
        return
    texts = [compact(text[start:end])[:LONGEST] for start, end in places]
    vectors = known.vectors(texts)
    rows = vectors.toarray()
    model = trained(kb)
    if model is None:
        labels, scores, limits = known.labels, known.alike(vectors), BY_CHARACTERS
    else:
        labels, scores = model.labels, model.probabilities(texts, vectors)
        limits = BY_CLASSIFIER
    offered, enough, sure, sure_not = limits
    for place, row, vector in zip(places, scores, rows, strict=True):
        for finding, score in _best(labels, row, offered):
            phrase = known.nearest(vector, finding)
            limit = sure_not if finding.startswith(NOT) else sure
            yield Likely(finding, score, *place, phrase, score >= enough, score >= limit)


def stretches(text: str) -> Iterator[tuple[int, int]]:
    clauses = [found.span() for found in CLAUSE.finditer(text) if _has_words(found.group())]
    clauses = clauses[:MOST_CLAUSES]
    yield from clauses
    for (start, end), (after, last) in pairwise(clauses):
        if JOINS.fullmatch(text[end:after]) and last - start <= LONGEST_PAIR:
            yield start, last


def _has_words(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) > 1


def _best(
    labels: list[str], row: NDArray[np.float32], offered: float
) -> Iterator[tuple[str, float]]:
    best: dict[str, float] = {}
    for place in np.argsort(-row)[: PER_CLAUSE * 8]:
        if row[place] >= offered and labels[place] != NOTHING:
            best.setdefault(labels[place], min(float(row[place]), 1.0))
    yield from list(best.items())[:PER_CLAUSE]
