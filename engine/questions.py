"""What to do next: the question, probe, upload or fix expected to settle the most per minute."""

from engine.advice import best_fix
from engine.case import Case
from engine.facts import facts
from engine.information import information, joint_gain, reported, split_by
from engine.invitations import best_invitation
from engine.once import once_per_case
from engine.openings import (
    depend_on_each_other,
    measurable,
    on_active_checklist,
    open_findings,
)
from engine.prices import minutes, value_per_bit
from engine.prospects import question
from engine.step import Invitation, Step, StepKind, StopReason
from engine.stopping import WORTH_ASKING, stop_reason
from engine.weighing import Weighing, weigh
from knowledge_base import KnowledgeBase
from knowledge_base.model import Source

STEPS = 512  # small, and an answer is read beside the question that was asked a minute ago
TOGETHER = 3  # related questions in one turn: a third of the turns at no loss, engine.md 6.5
ALONGSIDE = 0.5  # share of the first question's worth that a further one of the turn must have
URGENT_FROM = 0.2  # P(an urgent finding) from which it is asked before anything else


@once_per_case(STEPS)
def next_step(kb: KnowledgeBase, case: Case) -> Step:
    """Asks at most three related questions; says why it stops when asking is over."""
    return step_of(weigh(kb, case))


def triage(kb: KnowledgeBase, case: Case) -> list[str]:
    """The urgent findings that are present: stop the run before anything else."""
    known = facts(kb, case).known
    return [
        name
        for name in sorted(known)
        if kb.findings[name].urgent and known[name].state == "present"
    ]


def rank_questions(kb: KnowledgeBase, case: Case) -> list[tuple[str, float]]:
    """Every open finding with its expected bits, the most useful first."""
    weighing = weigh(kb, case)
    gains = open_gains(weighing)
    per_bit = value_per_bit(weighing, gains)
    return sorted(gains.items(), key=lambda item: (-item[1] * per_bit[item[0]], item[0]))


def step_of(weighing: Weighing) -> Step:
    gains = open_gains(weighing)
    invitation = best_invitation(weighing, gains)
    reason = stop_reason(weighing, max(gains.values(), default=0.0))
    if reason == "no_information" and invitation:
        return _invite(invitation)
    if reason:
        return _over(weighing, reason, invitation)
    per_bit = value_per_bit(weighing, gains)
    first = _first(weighing, gains, per_bit)
    return _ask(weighing, _turn(weighing, gains, per_bit, first), invitation)


def open_gains(weighing: Weighing) -> dict[str, float]:
    asked = information(weighing, "asked")
    names = open_findings(weighing)
    at_hand = [name for name in names if measurable(weighing, name)]
    measured = information(weighing, "measured") if at_hand else {}
    return {name: asked[name] for name in names} | {name: measured[name] for name in at_hand}


def _first(weighing: Weighing, gains: dict[str, float], per_bit: dict[str, float]) -> str:
    urgent = {
        name: bits
        for name, bits in gains.items()
        if weighing.kb.findings[name].urgent
        and bits >= WORTH_ASKING
        and _expected(weighing, name) >= URGENT_FROM
    }
    listed = {name: bits for name, bits in gains.items() if on_active_checklist(weighing, name)}
    pool = listed or urgent or gains
    return max(pool, key=lambda name: (gains[name] * per_bit[name], name))


def _expected(weighing: Weighing, finding: str) -> float:
    return float(reported(weighing, finding, "asked")[0] @ weighing.w)


def _turn(
    weighing: Weighing, gains: dict[str, float], per_bit: dict[str, float], first: str
) -> dict[str, float]:
    """The first finding and up to two more of its group, each with what it adds in bits."""
    kb, turn = weighing.kb, {first: gains[first]}
    if on_active_checklist(weighing, first):
        return turn | {name: gains[name] for name in gains if _beside(weighing, first, name)}
    if kb.findings[first].kind != "binary" or measurable(weighing, first):
        return turn
    least = ALONGSIDE * gains[first] * per_bit[first]
    group = [
        name
        for name, bits in gains.items()
        if kb.findings[name].group == kb.findings[first].group
        and kb.findings[name].kind == "binary"
        and bits * per_bit[name] >= least
        and not measurable(weighing, name)
    ]
    parts = weighing.w[None, :]
    while len(turn) < TOGETHER:
        parts = split_by(parts, reported(weighing, [*turn][-1], "asked"))
        added = {
            name: joint_gain(parts, reported(weighing, name, "asked"))
            for name in group
            if name not in turn and not depend_on_each_other(kb, name, turn)
        }
        best = max(added, key=lambda name: added[name] * per_bit[name], default="")
        if not best or added[best] < WORTH_ASKING or added[best] * per_bit[best] < least:
            break
        turn[best] = added[best]
    return turn


def _beside(weighing: Weighing, first: str, name: str) -> bool:
    """Whether both stand at the same place of one order of examination, to be got the same way."""
    known = weighing.kb.findings
    return known[name].checklist == known[first].checklist and (
        measurable(weighing, name) == measurable(weighing, first)
    )


def _ask(weighing: Weighing, turn: dict[str, float], invitation: Invitation | None) -> Step:
    first = next(iter(turn))
    kind = weighing.kb.findings[first].kind
    source: Source = "measured" if measurable(weighing, first) else "asked"
    named: StepKind = "probe" if source == "measured" else "single" if kind == "binary" else kind
    cost = {name: minutes(weighing, name) for name in turn}
    return Step(
        "group" if len(turn) > 1 and source == "asked" else named,
        tuple(question(weighing, name, bits, cost[name], source) for name, bits in turn.items()),
        invitation,
        bits=sum(turn.values()),
        cost=sum(cost.values()),
    )


def _invite(invitation: Invitation) -> Step:
    return Step("upload", invitation=invitation, bits=invitation.bits, cost=invitation.cost)


def _over(weighing: Weighing, reason: StopReason, invitation: Invitation | None) -> Step:
    fix = best_fix(weighing)
    return Step("try" if fix else "stop", invitation=invitation, fix=fix, stop=reason)
