"""Phrases and clauses of the knowledge base as examples: of a finding, of what else people tell, or of nothing."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.once import once_per_knowledge
from engine.understanding.normalise import compact
from knowledge_base import KnowledgeBase

NOTHING = ""  # the label of what tells of no finding
# Before a label: how a fix went, a topic that is declined, a finding that is not so.
WENT, TOPIC, NOT = ">", "!", "-"
LONGEST = 160  # characters of a text that are compared


@dataclass(frozen=True)
class Examples:
    texts: list[str]
    labels: list[str]  # in order
    vectorizer: Any
    characters: Any  # sparse, one row per example

    @cached_property
    def of_label(self) -> dict[str, tuple[int, Any]]:
        """Where the examples of each label begin, and their characters."""
        labels, here = sorted(set(self.labels)), self.labels
        places = [(bisect_left(here, label), bisect_right(here, label)) for label in labels]
        return {here[a]: (a, self.characters[a:b]) for a, b in places}

    def vectors(self, texts: list[str]) -> Any:
        """Of the characters of texts: sparse, one row a text."""
        return self.vectorizer.transform(texts)

    def alike(self, vectors: Any) -> NDArray[np.float32]:
        """The likeness of texts to every example, by their characters."""
        return np.asarray((vectors @ self.characters.T).toarray(), np.float32)

    def nearest(self, vector: Any, label: str) -> str:
        """The example of that label which is most alike."""
        first, characters = self.of_label[label]
        return self.texts[first + int((characters @ vector).argmax())]


@once_per_knowledge
def examples(kb: KnowledgeBase) -> Examples:
    words = kb.words
    pairs = [
        (compact(text), sign + (key.rpartition("_")[0] if sign else NOTHING))
        for name, sign in (
            ("says_nothing", ""),
            ("out_of_scope_examples", TOPIC),
            ("how_a_fix_went", WENT),
            ("ruled_out", NOT),
        )
        for key, said in words.get(name, {}).items()
        for text in (said.en.lower(), said.zh.lower())
    ]
    pairs += [
        (compact(text)[:LONGEST], name)
        for name, finding in sorted(kb.findings.items())
        if finding.kind == "binary"
        for text in dict.fromkeys(finding.phrases.all)
    ]
    pairs += [pair for pairs in kb.clauses_told.values() for pair in pairs]
    pairs = sorted(dict.fromkeys(pairs), key=lambda pair: pair[1])
    texts = [text for text, _ in pairs]
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2, dtype=np.float32
    )
    characters = vectorizer.fit_transform(texts or ["-", "-"])
    return Examples(texts, [label for _, label in pairs], vectorizer, characters)
