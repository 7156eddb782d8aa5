"""A linear-chain conditional random field: roles of the numbers of a text, chosen together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
PENALTY = 0.3  # L2; chosen by leaving one author out
STEPS = 80
NEVER = -1e4  # a score whose exponential is nothing


@dataclass(frozen=True)
class Texts:
    """The numbers of all texts by their place: first the first ones, longest texts foremost."""

    order: Whole  # row of the features of each
    joints: Whole  # how each is joined to the one before
    ends: Whole  # where the numbers of each place end

    @classmethod
    def of(cls, joints: Sequence[Sequence[int]]) -> "Texts":
        starts = np.cumsum([0, *map(len, joints)])
        texts = sorted(range(len(joints)), key=lambda text: -len(joints[text]))
        order: list[int] = []
        kinds: list[int] = []
        ends: list[int] = []
        for place in range(max(map(len, joints))):
            there = [text for text in texts if len(joints[text]) > place]
            order += [int(starts[text]) + place for text in there]
            kinds += [joints[text][place] for text in there]
            ends.append(len(order))
        return cls(np.array(order), np.array(kinds), np.array(ends))

    def places(self) -> Iterator[tuple[int, int, int]]:
        """Of each place: where the numbers before it begin, where it begins and ends."""
        before = start = 0
        for end in self.ends:
            yield before, start, int(end)
            before, start = start, int(end)


def expected(texts: Texts, emissions: Array, transitions: Array) -> tuple[float, Array, Array]:
    """The logarithm of the sum over all choices of labels, and its slopes."""
    here = emissions[texts.order]
    top = here.max(axis=1, keepdims=True)
    here, steps = np.exp(here - top), np.exp(transitions)
    places, sizes = list(texts.places()), np.zeros(len(here))
    ahead, back = np.zeros_like(here), np.ones_like(here)
    for before, start, end in places:
        told = here[start:end]
        if start:
            told = told * _through(
                ahead[before : before + end - start], steps, texts.joints[start:end]
            )
        sizes[start:end] = told.sum(axis=1)
        ahead[start:end] = told / sizes[start:end, None]
    by_steps = np.zeros_like(steps)
    for before, start, end in reversed(places[1:]):
        size, kinds = end - start, texts.joints[start:end]
        right = here[start:end] * back[start:end] / sizes[start:end, None]
        for kind in range(len(steps)):
            of = kinds == kind
            back[before : before + size][of] = right[of] @ steps[kind].T
            by_steps[kind] += ahead[before : before + size][of].T @ right[of]
    slopes = np.empty_like(emissions)
    slopes[texts.order] = ahead * back
    return float(np.log(sizes).sum() + top.sum()), slopes, by_steps * steps


def _through(before: Array, steps: Array, kinds: Whole) -> Array:
    after = np.empty_like(before)
    for kind in range(len(steps)):
        of = kinds == kind
        after[of] = before[of] @ steps[kind]
    return after


def marginals(emissions: Array, joints: Sequence[int], transitions: Array) -> Array:
    """P(label) of each number of one text."""
    here = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    steps = np.exp(transitions)
    ahead, back = here.copy(), np.ones_like(here)
    for i, kind in enumerate(joints):
        if i:
            ahead[i] *= ahead[i - 1] @ steps[kind]
        ahead[i] /= ahead[i].sum()
    for i in range(len(here) - 2, -1, -1):
        back[i] = steps[joints[i + 1]] @ (here[i + 1] * back[i + 1])
        back[i] /= back[i].sum()
    both = ahead * back
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def train(
    known: Sequence[Sequence[int]], width: int, texts: Texts, told: Whole, labels: int, kinds: int
) -> tuple[Array, Array]:
    """Weights of the features and transitions; `known`: the features of each number."""
    from scipy import sparse
    from scipy.optimize import minimize

    columns = np.array([row for one in known for row in one])
    starts = np.cumsum([0, *map(len, known)])
    features = sparse.csr_matrix((np.ones(len(columns)), columns, starts), (len(known), width))
    across = features.T.tocsr()
    right = np.full((len(known), labels), NEVER)
    right[np.arange(len(known)), told] = 0.0

    def parted(flat: Array) -> tuple[Array, Array]:
        split = width * labels
        return flat[:split].reshape(width, labels), flat[split:].reshape(kinds, labels, labels)

    def loss(flat: Array) -> tuple[float, Array]:
        weights, transitions = parted(flat)
        emissions = features @ weights
        everything, more, steps = expected(texts, emissions, transitions)
        as_told, less, steps_told = expected(texts, emissions + right, transitions)
        slope = np.concatenate([(across @ (more - less)).ravel(), (steps - steps_told).ravel()])
        return everything - as_told + PENALTY / 2 * float(flat @ flat), slope + PENALTY * flat

    start = np.zeros((width + kinds * labels) * labels)
    return parted(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x)
