"""A model, its batch and the loss between them: what is minimised, and how to evaluate it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from probes.graph import layers
from probes.graph.execution import Observe
from probes.graph.graph import Node
from probes.graph.program import Mode, Program
from probes.passes import feeding, losses
from probes.refusal import Refusal

SEED = 0  # of dropout in every pass: two passes differ by what was changed alone
# torch's names for losses, as the vocabulary has them.
IN_GRAPH = {
    "cross_entropy_loss": "cross_entropy", "nll_loss": "nll", "nll_loss_nd": "nll",
    "nll_loss2d": "nll", "nll_loss_forward": "nll", "nll_loss2d_forward": "nll",
    "mse_loss": "mse", "l1_loss": "l1", "smooth_l1_loss": "huber", "huber_loss": "huber",
    "binary_cross_entropy": "bce", "binary_cross_entropy_with_logits": "bce_with_logits",
    "kl_div": "kl", "ctc_loss": "ctc", "hinge_embedding_loss": "hinge",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Objective:
    """`loss_kind` is None for a loss that was written by hand; `loss_from`: graph, said, inferred.

    `inputs` holds the graph's labels too (`label_names`), on the model's device.
    """

    program: Program
    inputs: Mapping[str, object]
    label_names: tuple[str, ...]
    targets: Tensor | None
    head: Node | None
    loss_kind: str | None
    loss_from: str
    samples: int
    # The prediction on these inputs in evaluation mode, where the loss was inferred from it.
    inferred_from: Tensor | None = None

    @property
    def has_loss(self) -> bool:
        return self.loss_from == "graph" or self.loss_kind is not None

    @property
    def classifies(self) -> bool:
        return self.loss_kind in losses.CLASSIFYING

    @property
    def data_names(self) -> tuple[str, ...]:
        """Inputs that are no labels."""
        return tuple(name for name in self.inputs if name not in self.label_names)

    def evaluate(
        self,
        mode: Mode = "train",
        observe: Observe | None = None,
        parameters: Mapping[str, Tensor] | None = None,
        seed: int | None = SEED,
        update_buffers: bool = False,
    ) -> tuple[Tensor | None, Tensor | None]:
        """Loss (a scalar with its graph) and prediction (what the head makes)."""
        kept: list[Tensor] = []

        def watch(node: Node, output: object) -> object:
            given = observe(node, output) if observe is not None else None
            if node is self.head or (self.head is not None and node.name == self.head.name):
                kept[:] = [first(output if given is None else given)]
            return given

        outputs = self.program.run(
            self.inputs, mode, seed, watch, update_buffers=update_buffers, parameters=parameters
        )
        prediction = kept[0] if kept else first(outputs)
        if self.loss_from == "graph":
            return outputs[self.program.graph.loss_output], prediction
        return self.loss_of(prediction), prediction

    def loss_of(self, prediction: Tensor) -> Tensor | None:
        """Where the graph holds none; None where it is not known."""
        if self.loss_kind is None or self.targets is None:
            return None
        return losses.value(self.loss_kind, prediction, self.targets)

    def part(self, chosen: Tensor | slice) -> "Objective":
        """The same objective on some of the samples."""
        targets = self.targets[chosen] if self.targets is not None else None
        inputs = feeding.rows(self.inputs, chosen)
        lengths = {len(v) for v in inputs.values() if isinstance(v, Tensor) and v.dim()}
        return replace(
            self, inputs=inputs, targets=targets, samples=max(lengths, default=0),
            inferred_from=None,
        )  # fmt: skip

    def with_program(self, program: Program) -> "Objective":
        """The same batch and loss on a copy, whose nodes may have been rewritten."""
        head = self.head
        if head is not None and head.name not in {node.name for node in program.nodes}:
            head = layers.head(program.graph)
        inputs = self.inputs
        if program.dtype is not None:
            inputs = {name: _cast(value, program.dtype) for name, value in inputs.items()}
        return replace(self, program=program, head=head, inputs=inputs, inferred_from=None)


def make(program: Program, batch: object, said: str | None = None) -> Objective:
    """`said`: the loss that the person or their script names; else it is inferred."""
    graph = program.graph
    fed = feeding.fit(graph, batch)
    inputs = feeding.tensors(graph, fed.inputs, program.device)
    targets = losses.as_targets(fed.targets, program.device) if fed.targets is not None else None
    lengths = {len(value) for value in inputs.values() if isinstance(value, Tensor) and value.dim()}
    objective = Objective(
        program, inputs, fed.label_names, targets, layers.head(graph),
        None, "inferred", max(lengths, default=0),
    )  # fmt: skip
    if graph.outputs_loss:
        return replace(objective, loss_kind=_kind_in(program), loss_from="graph")
    if said in losses.LOSSES:
        return replace(objective, loss_kind=said, loss_from="said")
    if targets is None:
        return objective
    with torch.no_grad():
        _, output = objective.evaluate("eval")
    kind = _infer(objective, output, batch.target_kind)
    return replace(objective, loss_kind=kind, inferred_from=output)


def _infer(objective: Objective, output: Tensor | None, kind: str) -> str | None:
    if output is None or not output.is_floating_point():
        return None
    guess = losses.likely(output, kind)
    try:
        if guess is not None:
            losses.value(guess, output, objective.targets)
    except (Refusal, RuntimeError, ValueError):
        return None  # labels that do not fit are another probe's matter
    return guess


def _kind_in(program: Program) -> str | None:
    found = [
        node for node in layers.losses(program.graph)
        if set(node.outputs) & layers.made_from_loss(program.graph)
    ]  # fmt: skip
    return IN_GRAPH.get(found[-1].op) if found else None


def first(output: object) -> Tensor:
    """The first tensor of an operation's result or a model's outputs."""
    if isinstance(output, Tensor):
        return output
    if isinstance(output, (tuple, list)):
        for item in output:
            if isinstance(item, Tensor):
                return item
    raise Refusal("no_prediction_in_graph")


def _cast(value: object, dtype: torch.dtype) -> object:
    return value.to(dtype) if isinstance(value, Tensor) and value.is_floating_point() else value
