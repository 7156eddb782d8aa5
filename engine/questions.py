"""What to do next: the question, probe, upload or fix expected to settle the most per minute."""

from engine.advice import best_fix
from engine.case import Case
from engine.facts import facts
from engine.information import information, joint_gain, reported, split_by
from engine.invitations import best_invitation, worth_of
from engine.openings import depend_on_each_other, discount, measurable, open_findings
from engine.prospects import question
from engine.step import Invitation, Step, StepKind, StopReason
from engine.stopping import WORTH_ASKING, stop_reason
from engine.weighing import Weighing, weigh
from knowledge_base import KnowledgeBase
from knowledge_base.model import Source

PROBE_MINUTES = 0.1
TROUBLE = 0.5  # minutes that any question costs, whatever it asks
TOGETHER = 3  # related questions in one turn: a third of the turns at no loss, engine.md 6.5
FILE_LEAD = 1.5  # how much more a file must promise per minute to be asked for first
CHECKLIST_MINUTES = 0.5
ALONGSIDE = 0.5  # share of the first question's worth that a further one of the turn must have
URGENT_FROM = 0.2  # P(an urgent finding) from which it is asked before anything else


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
    return sorted(gains.items(), key=lambda item: (-worth(weighing, *item), item[0]))


def step_of(weighing: Weighing) -> Step:
    gains = open_gains(weighing)
    invitation = best_invitation(weighing, gains)
    reason = stop_reason(weighing, max(gains.values(), default=0.0))
    if reason == "no_information" and invitation:
        return _invite(invitation)
    if reason:
        return _over(weighing, reason, invitation)
    first = _first(weighing, gains)
    if invitation and _rather_a_file(weighing, invitation, worth(weighing, first, gains[first])):
        return _invite(invitation)
    return _ask(weighing, gains, first, invitation)


def open_gains(weighing: Weighing) -> dict[str, float]:
    asked = information(weighing, "asked")
    names = open_findings(weighing)
    at_hand = [name for name in names if measurable(weighing, name)]
    measured = information(weighing, "measured") if at_hand else {}
    return {name: asked[name] for name in names} | {name: measured[name] for name in at_hand}


def worth(weighing: Weighing, finding: str, bits: float) -> float:
    """Expected bits a minute."""
    known = weighing.kb.findings[finding]
    told = 1.0 if measurable(weighing, finding) else 1.0 - known.dont_know
    return told * bits * discount(weighing, finding) / (_minutes(weighing, finding) + TROUBLE)


def _minutes(weighing: Weighing, finding: str) -> float:
    known = weighing.kb.findings[finding]
    if measurable(weighing, finding):
        return PROBE_MINUTES
    # What a prescribed order of examination asks for is looked at in any case.
    return min(known.cost, CHECKLIST_MINUTES) if known.checklist else known.cost


def _first(weighing: Weighing, gains: dict[str, float]) -> str:
    urgent = {
        name: bits
        for name, bits in gains.items()
        if weighing.kb.findings[name].urgent
        and bits >= WORTH_ASKING
        and _expected(weighing, name) >= URGENT_FROM
    }
    return max(urgent or gains, key=lambda name: (worth(weighing, name, gains[name]), name))


def _expected(weighing: Weighing, finding: str) -> float:
    return float(reported(weighing, finding, "asked")[0] @ weighing.w)


def _ask(
    weighing: Weighing, gains: dict[str, float], first: str, invitation: Invitation | None
) -> Step:
    kind = weighing.kb.findings[first].kind
    source: Source = "measured" if measurable(weighing, first) else "asked"
    chosen = {first: gains[first]}
    if kind == "binary" and source == "asked":
        chosen |= _related(weighing, gains, first)
    named: StepKind = "probe" if source == "measured" else "single" if kind == "binary" else kind
    return Step(
        "group" if len(chosen) > 1 else named,
        tuple(
            question(weighing, name, bits, _minutes(weighing, name), source)
            for name, bits in chosen.items()
        ),
        invitation,
        bits=sum(chosen.values()),
        cost=sum(_minutes(weighing, name) for name in chosen),
    )


def _related(weighing: Weighing, gains: dict[str, float], first: str) -> dict[str, float]:
    """Up to two more of the group, each by what it adds to those before it."""
    kb, found = weighing.kb, {first: gains[first]}
    least = ALONGSIDE * worth(weighing, first, gains[first])
    parts = split_by(weighing.w[None, :], reported(weighing, first, "asked"))
    while len(found) < TOGETHER:
        candidates = {
            name: joint_gain(parts, reported(weighing, name, "asked"))
            for name in gains
            if name not in found
            and kb.findings[name].group == kb.findings[first].group
            and kb.findings[name].kind == "binary"
            and not measurable(weighing, name)
            and worth(weighing, name, gains[name]) >= least
            and not depend_on_each_other(kb, name, found)
        }
        best = max(candidates, key=lambda name: worth(weighing, name, candidates[name]), default="")
        if not best or candidates[best] < WORTH_ASKING:
            break
        if worth(weighing, best, candidates[best]) < least:
            break
        found[best] = candidates[best]
        parts = split_by(parts, reported(weighing, best, "asked"))
    return {name: bits for name, bits in found.items() if name != first}


def _rather_a_file(weighing: Weighing, invitation: Invitation, question_worth: float) -> bool:
    """Files are asked for once; whoever has given or declined one sees the way beside questions."""
    case = weighing.case
    return not case.uploads | case.declined and worth_of(invitation) > FILE_LEAD * question_worth


def _invite(invitation: Invitation) -> Step:
    return Step("upload", invitation=invitation, bits=invitation.bits, cost=invitation.cost)


def _over(weighing: Weighing, reason: StopReason, invitation: Invitation | None) -> Step:
    fix = best_fix(weighing)
    return Step("try" if fix else "stop", invitation=invitation, fix=fix, stop=reason)
