"""What is measured of every operation while a model runs, at the price of a few reductions.

Numbers stay on the device until the run is over: one transfer instead of one per operation.
"""

from dataclasses import dataclass, field

import torch
from torch import Tensor

from probes.graph import layers
from probes.graph.graph import Graph, Node, Ref
from probes.graph.modes import BATCH_NORMS, EVAL_BATCH_NORM
from probes.graph.once import once_per_graph
from probes.graph.program import Program
from probes.passes import structure

RELUS = {"relu", "relu6", "threshold"}
SIGMOIDS = {"sigmoid", "tanh"}
# |tanh| above this is saturated (Glorot and Bengio 2010 look at the same flat ends).
SATURATED = 0.95
ROOTS = {"sqrt", "rsqrt"}
LOGARITHMS = {"log", "log2", "log10", "xlogy"}
EXPONENTIALS = {"exp", "expm1", "exp2"}
DIVISIONS = {"div", "true_divide", "divide", "reciprocal"}
POWERS = {"pow"}
ENOUGH_PLACES = 4096  # by channel, for a mean and a variance
HAZARDS = ROOTS | LOGARITHMS | EXPONENTIALS | DIVISIONS | POWERS


@dataclass
class Operation:
    """One operation's result. `size` is its root mean square, `slope_size` that of its gradient.

    `low`, `high`, `nearest` (smallest magnitude) are measured for what a hazardous operation
    reads. `dead` is the share of units that are 0 for every sample, `saturated` that of results.
    """

    node: Node
    elements: int = 0
    learns: bool = False
    size: float | None = None
    slope_size: float | None = None
    low: float | None = None
    high: float | None = None
    nearest: float | None = None
    dead: float | None = None
    units: int = 0
    saturated: float | None = None

    @property
    def bound(self) -> float:
        """No result is larger in magnitude than this."""
        return (self.size or 0.0) * self.elements**0.5


@dataclass
class Watch:
    """An observer for Program.run. `finish` puts the numbers into the operations.

    `moments`: variance and mean of what every BatchNorm read, by channel.
    """

    program: Program
    operations: dict[str, Operation] = field(default_factory=dict)
    waiting: list[tuple[Operation, str, Tensor]] = field(default_factory=list)
    sources: dict[str, Operation] = field(default_factory=dict)
    moments: dict[str, tuple[Tensor, Tensor]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        graph = self.program.graph
        self.ranged = hazardous_inputs(graph)
        hidden = {node.name for node in structure.hidden_activations(graph)}
        self.relus = {n.name for n in graph.nodes if layers.kind(n) in RELUS and n.name in hidden}
        self.sigmoids = {
            n.name for n in graph.nodes if layers.kind(n) in SIGMOIDS and n.name in hidden
        }
        self.weighing = {layer.node.name for layer in structure.weight_layers(graph)}
        self.skipped = {n.name for n in graph.nodes if n.op in layers.VIEWS}
        self.places = unit_places(graph)
        self.normed = batch_normed(graph)

    def __call__(self, node: Node, output: object) -> None:
        tensor = output if isinstance(output, Tensor) else _first(output)
        if tensor is None or not tensor.is_floating_point() or not tensor.numel():
            return
        seen = Operation(node, tensor.numel(), learns=tensor.requires_grad)
        self.operations[node.name] = seen
        still = tensor.detach()
        for value in self.normed.intersection(node.outputs):
            self.moments[value] = moments(still)
        ranged = bool(self.ranged.intersection(node.outputs))
        if node.name not in self.skipped:
            self._wait(seen, "size", _squares(still))
        if ranged:
            self._range(seen, still)
        if node.name in self.relus:
            self._units(seen, still)
        elif node.name in self.sigmoids:
            self._saturation(seen, still)
        if node.name in self.weighing and tensor.requires_grad:
            tensor.register_hook(lambda gradient: self._slope(seen, gradient))

    def source(self, name: str, tensor: object) -> None:
        """A parameter or input that a hazardous operation reads."""
        if isinstance(tensor, Tensor) and tensor.is_floating_point() and tensor.numel():
            seen = Operation(Node(name, "source.source.source", (), ()), tensor.numel())
            self.sources[name] = seen
            self._range(seen, tensor.detach())

    def read_by(self, value: str) -> Operation | None:
        """What is known of a value that an operation reads."""
        if value in self.sources:
            return self.sources[value]
        producer = self.program.graph.producers.get(value)
        return self.operations.get(producer.name) if producer else None

    def finish(self) -> None:
        if not self.waiting:
            return
        numbers = torch.stack([number.double() for _, _, number in self.waiting]).tolist()
        for (seen, measure, _), number in zip(self.waiting, numbers, strict=True):
            if measure in ("size", "slope_size"):
                number = (number / max(seen.elements, 1)) ** 0.5
            setattr(seen, measure, number)
        self.waiting.clear()

    def _wait(self, seen: Operation, measure: str, number: Tensor) -> None:
        self.waiting.append((seen, measure, number))

    def _slope(self, seen: Operation, gradient: Tensor) -> None:
        self._wait(seen, "slope_size", _squares(gradient.detach()))

    def _range(self, seen: Operation, tensor: Tensor) -> None:
        low, high = torch.aminmax(tensor)
        self._wait(seen, "low", low)
        self._wait(seen, "high", high)
        self._wait(seen, "nearest", tensor.abs().amin())

    def _units(self, seen: Operation, tensor: Tensor) -> None:
        """A unit is a feature, a channel of images, or a feature of the tokens of a sequence."""
        if tensor.dim() < 2:
            return
        place = self.places.get(seen.node.name, 1 if tensor.dim() > 3 else -1)
        others = [d for d in range(tensor.dim()) if d != place % tensor.dim()]
        highest = tensor.amax(others)
        seen.units = highest.numel()
        self._wait(seen, "dead", (highest <= 0).double().mean())

    def _saturation(self, seen: Operation, tensor: Tensor) -> None:
        mapped = tensor if layers.kind(seen.node) == "tanh" else 2 * tensor - 1
        self._wait(seen, "saturated", (mapped.abs() > SATURATED).double().mean())


@once_per_graph
def batch_normed(graph: Graph) -> frozenset[str]:
    """Values that a BatchNorm reads."""
    norms = (
        node for node in graph.nodes if node.op in BATCH_NORMS or node.target == EVAL_BATCH_NORM
    )
    return frozenset(node.inputs[0] for node in norms)


def moments(given: Tensor) -> tuple[Tensor, Tensor]:
    """Variance and mean of every channel; of large images, from places evenly spread."""
    if given.dim() < 3:
        return torch.var_mean(given.float(), 0)
    places = given.flatten(2)
    stride = max(1, places.shape[0] * places.shape[2] // ENOUGH_PLACES)
    return torch.var_mean(places[:, :, ::stride].float(), [0, 2])


@once_per_graph
def hazardous_inputs(graph: Graph) -> frozenset[str]:
    """Values that a root, logarithm, exponential, power or division reads where it may break."""
    return frozenset(name for node in graph.nodes if (name := operand(node)))


def operand(node: Node) -> str | None:
    """The value that makes a hazardous operation hazardous: of a division, its denominator."""
    kind = layers.kind(node)
    if kind not in HAZARDS:
        return None
    place = 1 if kind in DIVISIONS - {"reciprocal"} or kind == "xlogy" else 0
    values = [given.value for given in node.arguments]
    chosen = values[place] if place < len(values) else None
    return chosen.name if isinstance(chosen, Ref) else None


@once_per_graph
def unit_places(graph: Graph) -> dict[str, int]:
    """Where (N, C, T) comes from a one-dimensional convolution, channels are second."""
    channels: set[str] = set()
    for node in graph.nodes:
        through = node.op in layers.NORMS or layers.kind(node) in layers.ACTIVATIONS
        if layers.kind(node) == "conv1d" or (through and channels.intersection(node.inputs[:1])):
            channels.update(node.outputs)
    return {node.name: 1 for node in graph.nodes if channels.intersection(node.outputs)}


def _squares(tensor: Tensor) -> Tensor:
    """Sum of squares; not finite where any element is not, or above 1e19."""
    if tensor.dtype != torch.float32:
        tensor = tensor.float()
    if tensor.is_contiguous():
        flat = tensor.view(-1)
        return torch.dot(flat, flat)
    return torch.linalg.vector_norm(tensor).square()


def _first(output: object) -> Tensor | None:
    if isinstance(output, (tuple, list)):
        return next((item for item in output if isinstance(item, Tensor)), None)
    return None
