"""From the words in a cause's file to P(answer | this cause alone).

A finding or option that does not exist (yet) is passed over here; `knowledge_base.lint` reports it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.implications import implications
from knowledge_base import KnowledgeBase

Array = NDArray[np.float64]

LEAST_REST = 0.03  # share left to the options that a cause does not name, however much it names


def binary_chances(kb: KnowledgeBase, finding: str, causes: tuple[str, ...]) -> Array:
    """P(present | each cause alone), coherent along `implies`.

    The general is at least as likely as each of its special cases. A cause that names only the
    general makes the special likelier in the same proportion: P(special | general) stays as usual.
    """
    return np.array([_coherent(kb, finding, cause) for cause in causes])


def _coherent(kb: KnowledgeBase, finding: str, cause: str) -> float:
    links = implications(kb)
    special = [
        kb.likelihood(name, cause) for name in links.special[finding] if _named(kb, name, cause)
    ]
    return max([_alone(kb, finding, cause), *special])


def _alone(kb: KnowledgeBase, finding: str, cause: str) -> float:
    usual = kb.likelihood(finding, None)
    if _named(kb, finding, cause):
        return kb.likelihood(finding, cause)
    shifts = [
        kb.likelihood(name, cause) / kb.likelihood(name, None)
        for name in implications(kb).general[finding]
        if _named(kb, name, cause)
    ]
    return min([0.97, usual * max(shifts)]) if shifts else usual


def _named(kb: KnowledgeBase, finding: str, cause: str) -> bool:
    known = kb.causes[cause]
    return isinstance(known.findings.get(finding), str) or finding in known.prevents


def option_shares(kb: KnowledgeBase, finding: str) -> Array:
    if kb.findings[finding].listed:
        return _pick(kb, finding, None)
    weights = np.array([option.weight for option in kb.findings[finding].options.values()])
    return np.asarray(weights / weights.sum())


def option_chances(kb: KnowledgeBase, finding: str, causes: tuple[str, ...]) -> Array:
    """P(option | each cause alone), (options, causes): named options by word, the rest as usual."""
    shares = option_shares(kb, finding)
    table = np.repeat(shares[:, None], len(causes), axis=1)
    for column, cause in enumerate(causes):
        if kb.findings[finding].listed:
            table[:, column] = _pick(kb, finding, cause)
            continue
        words: Any = kb.causes[cause].findings.get(finding)
        if isinstance(words, dict):
            table[:, column] = _mixed(kb, finding, shares, words)
    return table


def _pick(kb: KnowledgeBase, finding: str, cause: str | None) -> Array:
    """P(option of a pick list | cause): of what is there and not overlooked, any is picked."""
    listed, seen = kb.findings[finding].listed, 1.0 - kb.scales.channel["asked"].miss
    there = np.zeros(len(kb.findings[finding].options))
    for at, option in enumerate(kb.findings[finding].options):
        if option in listed:
            name = listed[option]
            there[at] = seen * (
                kb.likelihood(name, None) if cause is None else _coherent(kb, name, cause)
            )
    none = float(np.prod(1.0 - there))
    picked = there * (1.0 - none) / max(float(there.sum()), 1e-300)
    unlisted = there == 0.0
    return np.asarray(np.where(unlisted, none / max(int(unlisted.sum()), 1), picked))


def _mixed(kb: KnowledgeBase, finding: str, shares: Array, words: dict[str, Any]) -> Array:
    options = tuple(kb.findings[finding].options)
    worth = kb.scales.likelihood
    named = np.array([worth[words[option]] if option in words else np.nan for option in options])
    rest = np.isnan(named)
    left = max(1.0 - float(np.nansum(named)), LEAST_REST)
    mixed = np.where(rest, left * shares / max(float(shares[rest].sum()), 1e-300), named)
    return np.asarray(mixed / mixed.sum())
