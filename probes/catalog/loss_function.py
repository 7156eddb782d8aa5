"""Which loss function the exported model computes.

What it measures
    The operation that makes the graph's loss, else the standard loss that has its values on random
    parts of the batch, also with labels exchanged and up to a constant factor.
Why it matters
    Every loss belongs to a kind of targets and to a last activation.
Limits
    A loss that was written out by hand counts as the standard one where the two are equal. One
    that equals none is somebody's own, or a sum of several.
Source
    The definitions in torch.nn.
"""

from probes.passes.named_loss import NamedLoss
from probes.verdict import Verdict, valued

OWN = "custom"


def measure(named_loss: NamedLoss) -> NamedLoss:
    return named_loss


def judge(named: NamedLoss) -> Verdict:
    return valued(named.kind or OWN)
