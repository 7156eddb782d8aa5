"""When asking is over; measured in research/engine.md 6.9: all good rules lie on one frontier."""

from engine.beliefs import ranked
from engine.step import StopReason
from engine.weighing import Weighing

SURE = 0.80  # the likeliest cause
MARGIN = 0.60  # between the likeliest and the second
WORTH_ASKING = 0.08  # bits
MOST_QUESTIONS = 15
UNEXPLAINED = 0.50  # P(OTHER)


def stop_reason(weighing: Weighing, most_bits: float) -> StopReason | None:
    first, second = _two_likeliest(weighing)
    if weighing.w[1] >= UNEXPLAINED:
        return "unexplained"
    if first >= SURE:
        return "sure"
    if first - max(second, float(weighing.w[1])) >= MARGIN:
        return "margin"
    if weighing.case.asked >= MOST_QUESTIONS:
        return "count"
    return "no_information" if most_bits < WORTH_ASKING else None


def _two_likeliest(weighing: Weighing) -> tuple[float, float]:
    top = [belief.probability for belief in ranked(weighing)[:2]]
    return (*top, 0.0, 0.0)[0], (*top, 0.0, 0.0)[1]
