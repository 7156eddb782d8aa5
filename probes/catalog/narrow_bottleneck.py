"""A layer far narrower than its neighbours, and too narrow for the classes.

What it measures
    In the model's graph the linear layer of the fewest outputs through which every way from the
    inputs to the classes leads; its inputs and the number of classes beside it. Without a graph,
    of a checkpoint with labels, the layer before the last.
Why it matters
    What the layer has merged no later one tells apart, however wide the rest is.
Limits
    Branches that something leads around (adapters, squeeze and excitation, shortcuts) are no
    bottleneck. Autoencoders, regressions and two classes are not judged. A narrow layer may be
    meant, to draw its outputs in the plane. Convolutions have their width also in space.
Source
    N yes-or-no features tell at most 2^N classes apart: at log2 of the classes or below nothing is
    left over. C classes at equal distances take C - 1 dimensions (Papyan et al., PNAS 2020). A
    fourth of its inputs: halving from layer to layer is usual, our choice.
"""

import math

from probes.passes.bottleneck import Narrowest
from probes.verdict import Verdict, either, unknown

FAR_NARROWER = 4.0  # times fewer outputs than inputs


def measure(narrowest_layer: Narrowest) -> Narrowest:
    return narrowest_layer


def judge(found: Narrowest) -> Verdict:
    if found.classes < 3:
        return unknown("no_classes_to_merge")
    merges = found.width <= math.log2(found.classes) and found.width < found.classes - 1
    return either(merges and found.inputs >= FAR_NARROWER * found.width)
