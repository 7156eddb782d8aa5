"""Which upload would answer many open findings at once."""

from collections.abc import Mapping

import numpy as np

from engine.information import joint_gain, reported, split_by
from engine.network import Array
from engine.step import Invitation
from engine.weighing import Weighing

# Minutes until a person has found or made the file and dropped it.
MINUTES = {
    "history": 1.0, "script": 0.5, "checkpoint": 2.0, "batch": 4.0, "validation_batch": 4.0,
    "model": 6.0,
}  # fmt: skip
WILLING = 0.5  # share of people who can and will give a file when asked
LEAST_BITS = 0.3
ESTIMATED_OVER = 256  # of the likeliest hypotheses; an invitation needs no more than an estimate
LOOKED_AT = 5  # findings whose joint information stands for the whole file; the rest adds little


def best_invitation(weighing: Weighing, gains: Mapping[str, float]) -> Invitation | None:
    """`gains` are the bits of the open findings."""
    kb, case = weighing.kb, weighing.case
    by_kind: dict[str, list[str]] = {}
    for finding in sorted(gains, key=lambda name: (-gains[name], name)):
        for kind in kb.findings[finding].upload:
            if not case.uploads.intersection(kb.findings[finding].upload):
                by_kind.setdefault(kind, []).append(finding)
    wanted = sorted(by_kind.keys() - case.uploads - case.declined)
    telling = {finding for kind in wanted for finding in by_kind[kind][:LOOKED_AT]}
    likely = np.argsort(-weighing.w)[:ESTIMATED_OVER]
    answers = {name: reported(weighing, name, "measured")[:, likely] for name in telling}
    w = weighing.w[likely] / weighing.w[likely].sum()
    invitations = [
        Invitation(kind, tuple(by_kind[kind]), _bits(w, by_kind[kind], answers), MINUTES[kind])
        for kind in wanted
    ]
    worth = [item for item in invitations if item.bits >= LEAST_BITS]
    return max(worth, key=worth_of, default=None)


def worth_of(invitation: Invitation) -> float:
    """Bits a minute, as for a question."""
    return WILLING * invitation.bits / (invitation.cost + 0.5)


def _bits(w: Array, findings: list[str], answers: Mapping[str, Array]) -> float:
    """What the most telling findings of a file bring together."""
    parts, bits = w[None, :], 0.0
    for finding in findings[:LOOKED_AT]:
        bits += joint_gain(parts, answers[finding])
        parts = _thin(split_by(parts, answers[finding]))
    return bits


def _thin(parts: Array) -> Array:
    """Drop the splits that are as good as impossible."""
    return np.asarray(parts[parts.sum(axis=1) > 1e-3])
