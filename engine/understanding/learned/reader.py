"""How probably each number of a text has each role: trained on the examples of the knowledge base.

Trained once for each knowledge base, off the request path, and kept by its hash, like the
classifier of findings; until then nothing is learned and the patterns read alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.once_trained import OnceTrained
from engine.understanding.keeping import keep
from engine.understanding.learned import chain
from engine.understanding.learned.gaps import JOINTS, joints
from engine.understanding.learned.spotted import ROLES, Spotted
from engine.understanding.learned.surroundings import surroundings
from engine.understanding.learned.told import NONE, Told, told
from engine.understanding.learned.words import words
from knowledge_base import KnowledgeBase

LABELS = (NONE, *ROLES)
MET = 2  # times, before a feature counts
MOST_NUMBERS = 300  # of a message
RECIPE = "1"  # changes with the features, so that what was kept before is not used
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Learned:
    rows: dict[str, int]  # feature -> its row of the weights
    weights: Matrix
    steps: chain.Array  # transitions

    def probabilities(self, text: str, numbers: Sequence[Spotted]) -> chain.Array:
        """A row for each number, a column for each of LABELS."""
        emissions = np.full((len(numbers), len(LABELS)), chain.NEVER)
        for row, (one, features) in enumerate(zip(numbers, _features(text, numbers), strict=True)):
            known = [self.rows[name] for name in features if name in self.rows]
            can = [0, *(i for i, role in enumerate(ROLES, 1) if one.value(role) is not None)]
            emissions[row, can] = self.weights[known].sum(axis=0)[can]
        return chain.marginals(emissions, joints(text, numbers), self.steps)


learned: OnceTrained[Learned] = OnceTrained()


def prepare(kb: KnowledgeBase, folder: Path | None = None) -> None:
    def make() -> Learned:
        kept = folder and kept_in(folder, kb)
        return _kept(kept) or _keep(kept, train(list(told(kb))))

    if kb.numbers_told:
        learned.prepare(kb, make)


def kept_in(folder: Path, kb: KnowledgeBase) -> Path:
    return folder / f"{kb.hash}-numbers-{RECIPE}.npz"


def train(examples: Sequence[Told]) -> Learned:
    features = [row for one in examples for row in _features(one.text, one.numbers)]
    met = Counter(name for row in features for name in row)
    rows = {name: row for row, name in enumerate(sorted(n for n in met if met[n] >= MET))}
    known = [[rows[name] for name in sorted(row) if name in rows] for row in features]
    labels = np.array([LABELS.index(role) for one in examples for role in one.roles])
    texts = chain.Texts.of([joints(one.text, one.numbers) for one in examples])
    weights, steps = chain.train(known, len(rows), texts, labels, len(LABELS), len(JOINTS))
    return Learned(rows, weights.astype(np.float32), steps)


def _features(text: str, numbers: Sequence[Spotted]) -> list[set[str]]:
    return surroundings(text, numbers, words(text, numbers))


def _kept(kept: Path | None) -> Learned | None:
    if kept is None or not kept.is_file():
        return None
    with np.load(kept, allow_pickle=False) as found:
        names = found["names"].tobytes().decode().split("\0")
        rows = {name: row for row, name in enumerate(names)}
        return Learned(rows, found["weights"].astype(np.float32), found["steps"])


def _keep(kept: Path | None, made: Learned) -> Learned:
    """As it will be loaded, so that one who trained reads like all who load it."""
    made = Learned(made.rows, made.weights.astype(np.float16).astype(np.float32), made.steps)
    if kept is not None:
        names = np.frombuffer("\0".join(made.rows).encode(), np.uint8)
        keep(kept, names=names, weights=made.weights.astype(np.float16), steps=made.steps)
    return made
