"""From the clinic's counts to P(a probe reports a finding | this cause alone).

A cause's words are what the finding is worth when a person tells it. A probe has thresholds of its
own, so for what probes report the words are a prior, and the counts of the clinic's tuning half
(knowledge_base/measured.yaml) correct them: the mean of a beta distribution.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.shares import binary_chances
from knowledge_base import KnowledgeBase

Array = NDArray[np.float64]

HEALTHY = "healthy"


@dataclass(frozen=True)
class Probed:
    findings: tuple[str, ...]
    rates: Array  # (findings, causes)
    leak: Array  # (findings,) under a cause that says nothing of the finding
    healthy: Array  # (findings,)


def probed(kb: KnowledgeBase, causes: tuple[str, ...]) -> Probed:
    counted = {finding for seen in kb.measured.values() for finding in seen}
    findings = tuple(
        sorted(
            name
            for name, known in kb.findings.items()
            if (name in counted or known.upload) and known.kind == "binary" and not known.chosen
        )
    )
    rows = [_row(kb, finding, causes) for finding in findings]
    table = np.array(rows).reshape(len(findings), len(causes) + 2)
    return Probed(findings, table[:, :-2], table[:, -2], table[:, -1])


def _row(kb: KnowledgeBase, finding: str, causes: tuple[str, ...]) -> Array:
    """By cause, then under no cause, then healthy."""
    everyone = (*causes, HEALTHY) if HEALTHY in kb.causes else causes
    words = _reported(kb, finding, binary_chances(kb, finding, everyone))
    counts = np.array([kb.measured.get(name, {}).get(finding, (0, 0)) for name in everyone])
    counts = counts.reshape(-1, 2).astype(float)
    named = np.array([_named(kb, finding, name) for name in everyone])
    usual = _reported(kb, finding, np.array([kb.likelihood(finding, None)]))[0]
    leak = _mean(usual, counts[~named].sum(axis=0), kb.scales.trust.usual)
    trust = np.where(named, kb.scales.trust.words, kb.scales.trust.usual)
    rates = _mean(np.where(named, words, leak), counts.T, trust)
    healthy = rates[-1] if HEALTHY in kb.causes else leak
    # What looks odd and harms nothing shows the rest as a healthy run does.
    harmless = np.array([kb.causes[name].benign for name in everyone]) & ~named
    rates = np.where(harmless & (counts[:, 1] == 0), healthy, rates)
    return np.append(rates[: len(causes)], [leak, healthy])


def _mean(prior: Array, counts: Array, weight: Array | float) -> Array:
    present, judged = counts
    return np.asarray((weight * prior + present) / (weight + judged))


def _reported(kb: KnowledgeBase, finding: str, there: Array) -> Array:
    noise = kb.findings[finding].reliability.get("measured", kb.scales.channel["measured"])
    return np.asarray(noise.false_alarm + (1.0 - noise.false_alarm - noise.miss) * there)


def _named(kb: KnowledgeBase, finding: str, cause: str) -> bool:
    known = kb.causes[cause]
    return isinstance(known.findings.get(finding), str) or finding in known.prevents
