"""What a piece of evidence says of each hypothesis, through the channel by which it came.

Every likelihood is affine in the chances of the network's rows: L(h) = constant + weights . P(h).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.case import Evidence
from engine.facts import Facts
from engine.network import Network, network
from knowledge_base import Finding, KnowledgeBase
from knowledge_base.model import Channel, Scale, Source

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Observation:
    finding: str
    rows: slice
    weights: Array
    constant: float
    strength: float = 1.0  # exponent of the likelihood: what is left of it beside its likes


def observe(kb: KnowledgeBase, facts: Facts) -> list[Observation]:
    net = network(kb)
    heard = [item for item in facts.heard() if item.finding in net.first_row]
    return [_observation(kb, net, facts, item) for item in heard]


def channel(kb: KnowledgeBase, finding: str, source: Source) -> Channel:
    return kb.findings[finding].reliability.get(source, kb.scales.channel[source])


def _observation(kb: KnowledgeBase, net: Network, facts: Facts, item: Evidence) -> Observation:
    finding, noise = kb.findings[item.finding], channel(kb, item.finding, item.source)
    rows = net.rows_of(item.finding)
    if finding.kind == "binary":
        if item.source == "measured" and item.finding in net.probed:
            first = net.probed[item.finding]  # what probes report has their errors in it
            rows, noise = slice(first, first + 1), Channel(false_alarm=0.0, miss=0.0)
        slope = 1.0 - noise.false_alarm - noise.miss
        says_present = item.confidence if item.state == "present" else 1.0 - item.confidence
        # L = s r + (1 - s)(1 - r), r = false_alarm + slope p; engine.md 5.3
        gain = 2.0 * says_present - 1.0
        constant = 1.0 - says_present + gain * noise.false_alarm
        strength = _strength(kb, item)
        return Observation(item.finding, rows, np.array([gain * slope]), constant, strength)
    said = _belief(_membership(finding, item, facts), item.confidence, len(finding.options))
    wrong = noise.false_alarm  # an option named by mistake is any option, in its usual share
    return Observation(
        item.finding, rows, (1.0 - wrong) * said, wrong * float(said @ net.leak[rows])
    )


def _strength(kb: KnowledgeBase, item: Evidence) -> float:
    """Probes answer in dozens, and what they do not find are alternatives of one another."""
    if item.source != "measured":
        return 1.0
    strength = kb.scales.strength
    return strength.measured_absent if item.state == "absent" else strength.measured_present


def _belief(said: Array, confidence: float, answers: int) -> Array:
    """Said with this confidence: the rest is spread evenly over the other answers."""
    return np.asarray(confidence * said + (1.0 - confidence) * (1.0 - said) / (answers - 1 or 1))


def _membership(finding: Finding, item: Evidence, facts: Facts) -> Array:
    if isinstance(item.value, str):
        said = np.array([float(option == item.value) for option in finding.options])
    else:
        said = soft_bins(finding, float(item.value or 0.0), facts)
    return 1.0 - said if item.state == "absent" else said


def soft_bins(finding: Finding, value: float, facts: Facts) -> Array:
    """How much a number belongs to each bin, sums to 1; research/engine.md 5.2."""
    scale = finding.scale
    if scale is None:
        return np.full(len(finding.options), 1.0 / len(finding.options))
    place, edges = value / _reference(scale, facts), np.asarray(scale.edges)
    if scale.log:
        place, edges = np.log10(max(place, 1e-300)), np.log10(edges)
    with np.errstate(over="ignore"):
        above = 1.0 / (1.0 + np.exp(np.clip((edges - place) / scale.blur, -700, 700)))
    return -np.diff(np.concatenate([[1.0], above, [0.0]]))


def _reference(scale: Scale, facts: Facts) -> float:
    item = facts.known.get(scale.reference_by or "")
    if item is None or item.state != "present" or not isinstance(item.value, str):
        return scale.default
    return scale.reference.get(item.value, scale.default)
