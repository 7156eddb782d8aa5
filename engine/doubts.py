"""What could still change the verdict: answers to ask again, to get, or that were never got."""

from dataclasses import dataclass

import numpy as np

from engine.beliefs import Belief, posterior, ranked
from engine.case import Case, Evidence, Value
from engine.information import reported
from engine.network import HEALTHY, Array
from engine.prospects import look_ahead
from engine.questions import open_gains
from engine.reasons import log_likelihoods
from engine.weighing import Weighing, normal, weigh
from knowledge_base import KnowledgeBase, State

SURPRISING = 2.3  # bits; research/engine.md 5.11: finds 76 % of single wrong answers first
LIKELY_ENOUGH = 0.05  # P(an answer) below which it is not worth saying that it would change much
TOP = 3  # causes whose unchecked findings are listed
EXPECTED = 0.5  # P(finding | cause) from which one would look for it
TELLING = 2.0  # and that many times as likely as without the cause


@dataclass(frozen=True)
class Surprise:
    """An answer that the rest of the case did not lead to expect; worth asking again."""

    evidence: Evidence
    bits: float
    expected: float  # P(this answer | the other evidence)


@dataclass(frozen=True)
class Change:
    """If the finding were so, another cause would lead."""

    finding: str
    state: State
    value: Value
    probability: float  # of that answer; of one that was given, 0
    cause: str


@dataclass(frozen=True)
class Unchecked:
    """Nobody has answered it, though a leading cause would show it."""

    finding: str
    causes: tuple[str, ...]
    uploads: tuple[str, ...]  # any of these would answer it
    cost: float  # minutes to answer by hand


def surprises(kb: KnowledgeBase, case: Case) -> list[Surprise]:
    """The most surprising answer first; only those beyond SURPRISING."""
    weighing = weigh(kb, case)
    bits = log_likelihoods(weighing) * kb.scales.temperature
    found = []
    for item, own in zip(weighing.seen, bits, strict=True):
        rest = normal(weighing.log - own * np.log(2) / kb.scales.temperature)
        expected = float(rest @ np.exp2(own))
        surprise = -np.log2(expected / _most_expected(weighing, item.finding, rest))
        if surprise >= SURPRISING:
            known = weighing.facts.known[item.finding]
            found.append(Surprise(known, float(surprise), expected))
    return sorted(found, key=lambda surprise: (-surprise.bits, surprise.evidence.finding))


def _most_expected(weighing: Weighing, finding: str, w: Array) -> float:
    """With many options every answer is somewhat unlikely: compare with the likeliest one."""
    if finding not in weighing.net.options:
        return 1.0
    return float((reported(weighing, finding, "asked") @ w).max())


def would_change(kb: KnowledgeBase, case: Case) -> list[Change]:
    """Answers, still open or turned round, after which another cause leads; likeliest first."""
    weighing = weigh(kb, case)
    leader = ranked(weighing)[0].cause if ranked(weighing) else None
    coming = [change for finding in open_gains(weighing) for change in _coming(weighing, finding)]
    given = [change for item in weighing.case.evidence for change in _given(kb, case, item)]
    changes = [change for change in (*coming, *given) if change.cause != leader]
    return sorted(changes, key=lambda change: (-change.probability, change.finding))


def _coming(weighing: Weighing, finding: str) -> list[Change]:
    mass, after = look_ahead(weighing, finding, "asked")
    options = weighing.net.options.get(finding)
    names = (*weighing.net.causes, HEALTHY)
    changes = []
    for at, chance in enumerate(mass):
        if chance >= LIKELY_ENOUGH:
            state: State = "present" if options or at == 0 else "absent"
            value = options[at] if options else None
            lead = names[int(np.argmax(after[at]))]
            changes.append(Change(finding, state, value, float(chance), lead))
    return changes


def _given(kb: KnowledgeBase, case: Case, item: Evidence) -> list[Change]:
    if kb.findings[item.finding].kind != "binary" or item.state == "unknown":
        return []
    state: State = "absent" if item.state == "present" else "present"
    turned = posterior(kb, case.edit(Evidence(item.finding, state, source=item.source))).ranked
    return [Change(item.finding, state, None, 0.0, turned[0].cause)] if turned else []


def not_checked(kb: KnowledgeBase, case: Case) -> list[Unchecked]:
    """Findings that the leading causes would show and nobody has looked at; never passed over."""
    weighing = weigh(kb, case)
    leading = [belief for belief in ranked(weighing) if belief.cause in weighing.net.causes][:TOP]
    missing: dict[str, tuple[str, ...]] = {}
    for belief in leading:
        for finding in _telling(weighing, belief):
            if (
                finding not in weighing.facts.known
                or weighing.facts.known[finding].state == "unknown"
            ):
                missing[finding] = (*missing.get(finding, ()), belief.cause)
    return [
        Unchecked(name, causes, kb.findings[name].upload, kb.findings[name].cost)
        for name, causes in missing.items()
    ]


def _telling(weighing: Weighing, belief: Belief) -> list[str]:
    net = weighing.net
    at = net.causes.index(belief.cause)
    leak = net.leak[: len(net.binary)]
    there = (1.0 - (1.0 - leak) * net.spared[: len(leak), at]) * net.passed[: len(leak), at]
    telling = (there >= EXPECTED) & (there >= TELLING * leak)
    return [net.binary[int(row)] for row in np.argsort(-there, kind="stable") if telling[row]]
