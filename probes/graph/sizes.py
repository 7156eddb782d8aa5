"""Refuse an operation whose result would not fit, before it runs."""

import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from probes.graph import limits
from probes.graph.operations import creation, pointwise, reductions
from probes.graph.plan import Step
from probes.graph.rough_sizes import rough_elements
from probes.refusal import Refusal

LARGEST_ITEM = 8  # bytes; a limit need not know the dtype of what is made
FAMILY = {
    f"aten.{name}": family
    for family in (creation, pointwise, reductions)
    for name in family.NAMES.split()
}
# They only ever look at their input, or step through it; on the meta device they are slow.
NEVER_LARGER = {
    "view", "reshape", "_unsafe_view", "flatten", "unflatten", "squeeze", "unsqueeze", "permute",
    "transpose", "t", "contiguous", "slice", "select", "narrow", "split", "split_with_sizes",
    "chunk", "unbind", "lstm", "gru", "rnn_tanh", "rnn_relu", "sym_size", "sym_numel", "layer_norm",
    "batch_norm", "group_norm", "instance_norm", "native_layer_norm", "rms_norm",
    "scaled_dot_product_attention", "cross_entropy_loss", "embedding_bag", "masked_select", "tril",
    "triu", "flip", "roll", "max_pool1d", "max_pool2d", "max_pool3d", "avg_pool1d", "avg_pool2d",
    "avg_pool3d", "index_add", "scatter", "scatter_add", "scatter_reduce", "movedim", "nll_loss",
    "mse_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits", "l1_loss", "huber_loss",
}  # fmt: skip


def check_made(step: Step, args: list[object], kwargs: dict[str, object]) -> None:
    """Results whose size is a number in the arguments: checked at every run."""
    claim = CLAIMS.get(step.node.op)
    if claim is not None:
        _refuse_above(step, claim(_Given(step, args, kwargs)) * LARGEST_ITEM)


def check_result(step: Step, args: list[object], kwargs: dict[str, object]) -> None:
    """Every other operation, by a dry run that allocates nothing; once for each shape of inputs."""
    family = FAMILY.get(step.node.target)
    if family in (creation, reductions) or step.node.op in NEVER_LARGER:
        return
    if not step.node.target.startswith("aten."):
        return
    tensors = list(_tensors([args, list(kwargs.values())]))
    if family is pointwise:
        _refuse_above(step, _broadcast_bytes(tensors))
        return
    rough = rough_elements(step.node.op, args)
    if rough is not None and rough * LARGEST_ITEM <= limits.MOST_VALUE_BYTES:
        return
    try:
        with torch.no_grad():
            named = {name: _to_meta(value) for name, value in kwargs.items()}
            result = step.function(*_to_meta(args), **named)
    except Exception:  # no dry run for this one: its result depends on the data, or it fails anyway
        return
    _refuse_above(step, sum(t.numel() * t.element_size() for t in _tensors(result)))


class _Given:
    """Arguments by name, with numbers read out where they are tensors."""

    def __init__(self, step: Step, args: list[object], kwargs: dict[str, object]):
        names = [given.name for given in step.node.arguments if not given.keyword]
        self.by_name = dict(zip(names, args, strict=True)) | kwargs

    def number(self, *names: str, default: float = 0) -> float:
        value = next((self.by_name[n] for n in names if n in self.by_name), default)
        return default if value is None or isinstance(value, (list, str)) else float(value)

    def product(self, name: str) -> float:
        value = self.by_name.get(name)
        return math.prod(max(n, 1) for n in value) if isinstance(value, list) else self.number(name)

    def elements(self, name: str = "self") -> int:
        value = self.by_name.get(name)
        return value.numel() if isinstance(value, Tensor) else 1

    def rows(self, inner: int) -> float:
        """Elements of `self` without its last `inner` dimensions."""
        value = self.by_name.get("self")
        return math.prod(value.shape[:-inner]) if isinstance(value, Tensor) else 1

    def largest(self, name: str = "self") -> float:
        value = self.by_name.get(name)
        return float(value.max()) if isinstance(value, Tensor) and value.numel() else 0.0

    def total(self, name: str) -> float:
        value = self.by_name.get(name)
        return float(value.sum()) if isinstance(value, Tensor) else float(value or 0)


def _size(given: _Given) -> float:
    return given.product("size")


def _expanded(given: _Given) -> float:
    """A view that only pretends: -1 keeps a size, so it never lowers the claim."""
    return max(given.product("size"), given.elements()) if "size" in given.by_name else 0


def _range(given: _Given) -> float:
    step = given.number("step", default=1) or 1
    return abs((given.number("end") - given.number("start")) / step)


def _one_hot(given: _Given) -> float:
    classes = given.number("num_classes", default=-1)
    return given.elements() * (classes if classes >= 0 else given.largest() + 1)


def _repeat_interleave(given: _Given) -> float:
    """Each of the elements `repeats` times; a tensor tells how often for each."""
    if "self" not in given.by_name:
        return given.total("repeats")
    repeats = given.by_name.get("repeats")
    if isinstance(repeats, Tensor) and repeats.numel() > 1:
        return given.total("repeats") * given.elements() / repeats.numel()
    return given.total("repeats") * given.elements()


def _square(given: _Given) -> float:
    return given.number("n", "row") * given.number("m", "col", default=given.number("n"))


def _pooled(inner: int) -> Callable[[_Given], float]:
    return lambda given: given.rows(inner) * given.product("output_size")


def _unpacked(given: _Given) -> float:
    """As many steps as asked for, for each sequence of the packed batch."""
    data = given.by_name.get("data")
    features = data.shape[-1] if isinstance(data, Tensor) and data.dim() else 1
    return given.number("total_length") * given.largest("batch_sizes") * features


CLAIMS: dict[str, Callable[[_Given], float]] = {
    **dict.fromkeys(
        ("zeros", "ones", "full", "empty", "empty_permuted", "rand", "randn", "randint",
         "new_zeros", "new_ones", "new_full", "new_empty", "normal", "as_strided"), _size),
    **dict.fromkeys(("expand", "expand_copy", "broadcast_to"), _expanded),
    "repeat": lambda given: given.product("repeats") * given.elements(),
    "tile": lambda given: given.product("dims") * given.elements(),
    "arange": _range,
    **dict.fromkeys(("linspace", "logspace"), lambda given: given.number("steps")),
    **dict.fromkeys(("eye", "tril_indices", "triu_indices"), _square),
    "randperm": lambda given: given.number("n"),
    **dict.fromkeys(("hann_window", "hamming_window"), lambda given: given.number("window_length")),
    "multinomial": lambda given: given.number("num_samples") * given.rows(1),
    "one_hot": _one_hot,
    "repeat_interleave": _repeat_interleave,
    **{f"adaptive_{kind}_pool{n}d": _pooled(n) for kind in ("avg", "max") for n in (1, 2, 3)},
    "bincount": lambda given: max(given.number("minlength"), given.largest() + 1),
    "histc": lambda given: given.number("bins"),
    "_pad_packed_sequence": _unpacked,
}  # fmt: skip


def _refuse_above(step: Step, size: float) -> None:
    if size > limits.MOST_VALUE_BYTES:
        raise Refusal(
            "tensor_too_large", operation=step.node.op, megabytes=int(min(size, 1e18)) >> 20
        )


def _broadcast_bytes(tensors: list[Tensor]) -> float:
    """The size of what they give together; equal shapes, the usual case, need no look."""
    if len({tensor.shape for tensor in tensors}) < 2:
        return 0
    rank = max(tensor.dim() for tensor in tensors)
    padded = [(1,) * (rank - tensor.dim()) + tuple(tensor.shape) for tensor in tensors]
    widest = math.prod(max(sizes) for sizes in zip(*padded, strict=True))
    return widest * max(tensor.element_size() for tensor in tensors)


def _tensors(value: object) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _tensors(item)


def _to_meta(value: object) -> object:
    if isinstance(value, Tensor):
        return torch.empty_strided(value.shape, value.stride(), dtype=value.dtype, device="meta")
    if isinstance(value, list):
        return [_to_meta(item) for item in value]
    return torch.device("meta") if isinstance(value, torch.device) else value
