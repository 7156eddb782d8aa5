"""Which option of each choice a whole message tells of: logistic regressions on labelled messages.

A pattern needs the name of what is chosen; "decoder only", "six kinds of fruit" or two dense layers
in code tell as much to whoever has read many messages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.once_trained import OnceTrained
from engine.understanding.plain import plain
from engine.understanding.regression import Matrix, fitted, keep_fit, kept_fit
from knowledge_base import KnowledgeBase
from knowledge_base.labels import read_labels

NONE = ""  # nothing is told of the choice
RECIPE = "1"  # changes with the features, so that what was kept before is not used
LONGEST = 2000  # characters of a message


@dataclass(frozen=True)
class Option:
    finding: str
    option: str
    probability: float


@dataclass(frozen=True)
class Choices:
    columns: list[tuple[str, str]]  # finding and option; those of one finding stand together
    vectorizer: Any
    weights: Matrix  # (features, columns)
    biases: Matrix

    def likeliest(self, text: str) -> Iterator[Option]:
        """One option of each choice, of a message as `plain` writes it."""
        for finding, names, chances in self._chances([text]):
            told = [at for at, name in enumerate(names) if name != NONE]
            best = max(told, key=lambda at: chances[0, at])
            yield Option(finding, names[best], float(chances[0, best]))

    def telling(self, texts: Sequence[str], options: Sequence[Option]) -> list[int]:
        """Which of the texts tells most of each option."""
        known = {finding: (names, chances) for finding, names, chances in self._chances(texts)}
        found = []
        for one in options:
            names, chances = known[one.finding]
            found.append(int(chances[:, names.index(one.option)].argmax()))
        return found

    def _chances(self, texts: Sequence[str]) -> Iterator[tuple[str, list[str], Matrix]]:
        vectors = self.vectorizer.transform([text[:LONGEST] for text in texts])
        scores = vectors @ self.weights + self.biases
        for finding in dict.fromkeys(finding for finding, _ in self.columns):
            at = [i for i, (name, _) in enumerate(self.columns) if name == finding]
            some = np.exp(scores[:, at] - scores[:, at].max(axis=1, keepdims=True))
            yield finding, [self.columns[i][1] for i in at], some / some.sum(axis=1, keepdims=True)


choices_told: OnceTrained[Choices] = OnceTrained()


def prepare(kb: KnowledgeBase, folder: Path | None = None) -> None:
    if kb.messages_told:
        choices_told.prepare(kb, lambda: _made(kb, folder and kept_in(folder, kb)))


def kept_in(folder: Path, kb: KnowledgeBase) -> Path:
    return folder / f"{kb.hash}-choices-{RECIPE}.npz"


def _made(kb: KnowledgeBase, kept: Path | None) -> Choices:
    told = [pair for pairs in kb.messages_told.values() for pair in pairs]
    texts = [plain(text).text[:LONGEST] for text, _ in told]
    labels = [_chosen(kb, words) for _, words in told]
    columns = sorted({pair for chosen in labels for pair in chosen.items()})
    columns += sorted({(finding, NONE) for finding, _ in columns})
    columns.sort()
    vectorizer = _vectorizer()
    vectors = vectorizer.fit_transform(texts)
    found = kept_fit(kept, (vectors.shape[1], len(columns)))
    if found is None:
        found = _train(vectors, labels, columns)
        if kept is not None:
            keep_fit(kept, *found)
    return Choices(columns, vectorizer, *found)


def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True, min_df=3, dtype=np.float32
    )


def _chosen(kb: KnowledgeBase, words: str) -> dict[str, str]:
    """Finding -> option; of several that are acceptable the first."""
    chosen: dict[str, str] = {}
    for label in read_labels(words).told:
        if kb.findings[label.finding].kind == "choice" and label.state == "present":
            chosen.setdefault(label.finding, str(label.value))
    return chosen


def _train(
    vectors: Any, labels: Sequence[dict[str, str]], columns: Sequence[tuple[str, str]]
) -> tuple[Matrix, Matrix]:
    weights = np.zeros((vectors.shape[1], len(columns)), np.float32)
    biases = np.zeros(len(columns), np.float32)
    for finding in dict.fromkeys(finding for finding, _ in columns):
        model = fitted(vectors, [chosen.get(finding, NONE) for chosen in labels])
        for option, rows, bias in zip(model.classes_, *_rows(model), strict=True):
            at = columns.index((finding, str(option)))
            weights[:, at], biases[at] = rows, bias
    return weights, biases


def _rows(model: Any) -> tuple[Matrix, Matrix]:
    """A row for each class; of two classes the regression has the second's alone."""
    if len(model.classes_) > 2:
        return model.coef_, model.intercept_
    nothing = np.zeros_like(model.coef_)
    return np.concatenate([nothing, model.coef_]), np.append(0.0, model.intercept_)
