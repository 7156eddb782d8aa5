"""Weight matrices whose entries are all the same number.

What it measures
    Matrices and kernels with one value throughout; embeddings, gains and adapters left out.
Why it matters
    All units of such a layer compute the same and get the same gradient: it stays one unit. All
    zeros in consecutive layers let no gradient through.
Limits
    Zeros at the start of the last layer or of a residual branch are a known good recipe, and one
    step moves them. So zeros count only where steps were taken, or where most layers hold them.
Source
    Goodfellow et al., Deep Learning, section 8.4, https://www.deeplearningbook.org; zeros on
    purpose: Zhang et al., Fixup, https://arxiv.org/abs/1901.09321
"""

from dataclasses import dataclass

from probes.measures.layers import Layer
from probes.measures.tensor_statistics import Statistics
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

SMALLEST = 4  # entries; fewer may agree by rounding
MOST_LAYERS = 0.5  # of all matrices: no recipe starts more of them at zero


@dataclass(frozen=True)
class Constant:
    layer: str
    size: int
    value: float
    count: int
    zero_count: int
    matrices: int
    step: float | None


def measure(
    hidden_layers: tuple[Layer, ...],
    weight_statistics: dict[str, Statistics],
    steps_done: float | None,
) -> Constant:
    sizes = [(layer, weight_statistics[layer.name]) for layer in hidden_layers]
    judged = [(layer, found) for layer, found in sizes if found.size >= SMALLEST]
    constant = [(layer, found) for layer, found in judged if found.low == found.high]
    constant.sort(key=lambda pair: pair[1].low == 0)
    layer, size, value = "", 0, 0.0
    if constant:
        layer, size, value = constant[0][0].name, constant[0][1].size, constant[0][1].low
    zero = sum(found.low == 0 for _, found in constant)
    return Constant(layer, size, value, len(constant), zero, len(judged), steps_done)


def judge(found: Constant) -> Verdict:
    if not found.count:
        return ABSENT if found.matrices else unknown("no_layer_to_judge")
    if found.count > found.zero_count or found.zero_count > MOST_LAYERS * found.matrices:
        return PRESENT
    return PRESENT if found.step else unknown("zeros_may_be_meant")
