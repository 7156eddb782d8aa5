"""The phrases of the knowledge base as examples: each of its finding, or of none."""

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
    labels: list[str]
    vectorizer: Any
    characters: Any  # sparse, one row per example

    def alike(self, texts: list[str]) -> NDArray[np.float32]:
        """The likeness of texts to every example, by their characters."""
        found = self.vectorizer.transform(texts) @ self.characters.T
        return np.asarray(found.toarray(), np.float32)


@once_per_knowledge
def examples(kb: KnowledgeBase) -> Examples:
    pairs = [
        (compact(text)[:LONGEST], name)
        for name, finding in sorted(kb.findings.items())
        if finding.kind == "binary"
        for text in dict.fromkeys(finding.phrases.all)
    ]
    nothing = kb.words.get("says_nothing", {}).values()
    pairs += [(compact(text), NOTHING) for said in nothing for text in (said.en, said.zh)]
    texts = [text for text, _ in pairs]
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2, dtype=np.float32
    )
    characters = vectorizer.fit_transform(texts or ["-", "-"])
    return Examples(texts, [label for _, label in pairs], vectorizer, characters)
