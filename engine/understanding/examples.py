"""The phrases of the knowledge base as examples: each of its finding, or of none."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.once import once_per_knowledge
from engine.understanding.normalise import compact
from knowledge_base import KnowledgeBase

NOTHING = ""  # the label of what tells of no finding
LONGEST = 160  # characters of a text that are compared


@dataclass(frozen=True)
class Examples:
    texts: list[str]
    labels: list[str]  # in order
    vectorizer: Any
    characters: Any  # sparse, one row per example

    def vectors(self, texts: list[str]) -> Any:
        """Of the characters of texts: sparse, one row a text."""
        return self.vectorizer.transform(texts)

    def alike(self, vectors: Any) -> NDArray[np.float32]:
        """The likeness of texts to every example, by their characters."""
        return np.asarray((vectors @ self.characters.T).toarray(), np.float32)

    def nearest(self, vector: Any, label: str) -> str:
        """The example of that label which is most alike."""
        first, last = bisect_left(self.labels, label), bisect_right(self.labels, label)
        likeness = (self.characters[first:last] @ vector.T).toarray().ravel()
        return self.texts[first + int(likeness.argmax())]


@once_per_knowledge
def examples(kb: KnowledgeBase) -> Examples:
    nothing = kb.words.get("says_nothing", {}).values()
    pairs = [(compact(text), NOTHING) for said in nothing for text in (said.en, said.zh)]
    pairs += [
        (compact(text)[:LONGEST], name)
        for name, finding in sorted(kb.findings.items())
        if finding.kind == "binary"
        for text in dict.fromkeys(finding.phrases.all)
    ]
    texts = [text for text, _ in pairs]
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2, dtype=np.float32
    )
    characters = vectorizer.fit_transform(texts or ["-", "-"])
    return Examples(texts, [label for _, label in pairs], vectorizer, characters)
