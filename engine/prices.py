"""What a bit of information is worth by way of each finding: per minute, if one gets an answer."""

from collections.abc import Iterable

from engine.openings import copied, measurable
from engine.weighing import Weighing

PROBE_MINUTES = 0.1
TROUBLE = 2.0  # minutes that any question costs, whatever it asks
CHECKLIST_MINUTES = 0.5
COPY_DISCOUNT = 0.2  # research/engine.md 5.12


def value_per_bit(weighing: Weighing, findings: Iterable[str]) -> dict[str, float]:
    known = copied(weighing)
    return {
        name: _answered(weighing, name)
        * (COPY_DISCOUNT if name in known else 1.0)
        / (minutes(weighing, name) + TROUBLE)
        for name in findings
    }


def minutes(weighing: Weighing, finding: str) -> float:
    known = weighing.kb.findings[finding]
    if measurable(weighing, finding):
        return PROBE_MINUTES
    # What a prescribed order of examination asks for is looked at in any case.
    return min(known.cost, CHECKLIST_MINUTES) if known.checklist else known.cost


def _answered(weighing: Weighing, finding: str) -> float:
    """P(an answer comes)."""
    if measurable(weighing, finding):
        return 1.0
    return 1.0 - weighing.kb.findings[finding].dont_know
