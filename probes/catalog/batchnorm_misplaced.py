"""A BatchNorm stands where it does harm.

What it measures
    BatchNorms between the last layer of weights and the prediction, directly after a dropout, or
    used more than once with the same statistics.

Why it matters
    After the output layer it fixes the scale of the logits; behind a dropout its statistics of
    training do not hold in evaluation; shared between branches it mixes their statistics.

Limits
    Read from the graph alone; whether it hurts is for train_eval_outputs_differ to tell.

Source
    Li et al. 2019 on dropout before BatchNorm.
"""

from collections import Counter
from dataclasses import dataclass

from probes.graph.graph import Graph, Node
from probes.graph.layers import VIEWS
from probes.graph.modes import BATCH_NORMS, DROPOUTS, EVAL_BATCH_NORM
from probes.graph.program import Program
from probes.passes.structure import label, output_nodes
from probes.verdict import Verdict, either


@dataclass(frozen=True)
class Measured:
    """`place`: after_output, after_dropout, shared; empty where all stand well."""

    layer: str
    place: str
    count: int


def measure(model: Program) -> Measured:
    graph = model.graph
    norms = [n for n in graph.nodes if n.op in BATCH_NORMS or n.target == EVAL_BATCH_NORM]
    ending = {node.name for node in output_nodes(graph)}
    statistics = Counter(str(node.argument("running_mean")) for node in norms)
    for node in norms:
        shared = statistics[str(node.argument("running_mean"))] > 1
        if node.name in ending:
            return Measured(label(node), "after_output", len(norms))
        if _after_dropout(graph, node):
            return Measured(label(node), "after_dropout", len(norms))
        if shared and node.argument("running_mean") is not None:
            return Measured(label(node), "shared", len(norms))
    return Measured("", "", len(norms))


def judge(measured: Measured) -> Verdict:
    return either(bool(measured.place))


def _after_dropout(graph: Graph, norm: Node) -> bool:
    node = graph.producers.get(norm.inputs[0])
    while node is not None and node.op in VIEWS:
        node = graph.producers.get(node.inputs[0])
    return node is not None and node.op in DROPOUTS and float(node.argument("p", 0) or 0) > 0
