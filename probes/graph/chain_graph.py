"""A Graph for a chain of layers, as if it had been exported: the same nodes, names and inputs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from probes.graph.chain_layers import Link
from probes.graph.graph import Argument, Graph, Input, Node, Output, Ref, Source, Value

NORM_DEFAULTS = {"training": True, "momentum": 0.1, "eps": 1e-5, "cudnn_enabled": False}
INPUT = "x"


@dataclass(frozen=True)
class Guess:
    """What names and shapes do not tell: the operation between layers, and how they are joined."""

    activation: str | None
    norm_first: bool = True
    shortcut: Literal["none", "before activation", "after activation"] = "none"


def chain_graph(links: tuple[Link, ...], guess: Guess, shape: tuple[int, ...]) -> Graph:
    """`shape` is that of one sample; a shortcut is around every layer that keeps its width."""
    builder = _Builder()
    if len(shape) > 1:
        builder.add("flatten", "flatten.using_ints", {"self": builder.last, "start_dim": 1})
    for place, link in enumerate(links[:-1]):
        shortcut = guess.shortcut if keeps_width(links, place) else "none"
        builder.hidden(link, guess, shortcut)
    builder.linear(links[-1])
    if links[-1].norm is not None:
        builder.norm(links[-1].norm)
    value = Value("float32", (None, *shape), (None, *shape))
    return Graph(
        path=Path(), torch_version="", nodes=tuple(builder.nodes),
        inputs=(Input(INPUT, (INPUT,), value),), outputs=(Output((), builder.last),),
        sources=builder.sources, values={INPUT: value}, weights={}, storages={},
    )  # fmt: skip


def keeps_width(links: tuple[Link, ...], place: int) -> bool:
    """Whether a shortcut around this layer could be: hidden layers of equal width."""
    return 0 < place < len(links) - 1 and links[place].width_in == links[place].width_out


class _Builder:
    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.sources: dict[str, Source] = {INPUT: Source("input", INPUT)}
        self.last = Ref(INPUT)

    def add(
        self, name: str, operation: str, given: dict[str, object], module: str = "", kind: str = ""
    ) -> None:
        arguments = tuple(Argument(key, value, keyword=False) for key, value in given.items())
        result = f"{name}_{len(self.nodes)}"
        self.nodes.append(
            Node(
                result, f"aten.{operation}", arguments, (result,), module=module, module_class=kind
            )
        )
        self.last = Ref(result)

    def hidden(self, link: Link, guess: Guess, shortcut: str) -> None:
        before = self.last
        self.linear(link)
        if guess.norm_first and link.norm is not None:
            self.norm(link.norm)
        if shortcut == "before activation":
            self.add("add", "add.Tensor", {"self": self.last, "other": before})
        if guess.activation is not None:
            self.add(guess.activation, f"{guess.activation}.default", {"self": self.last})
        if not guess.norm_first and link.norm is not None:
            self.norm(link.norm)
        if shortcut == "after activation":
            self.add("add", "add.Tensor", {"self": self.last, "other": before})

    def linear(self, link: Link) -> None:
        given = {"input": self.last, "weight": self.stored("parameter", link.name, "weight")}
        if link.bias:
            given["bias"] = self.stored("parameter", link.name, "bias")
        self.add("linear", "linear.default", given, link.name, "Linear")

    def norm(self, name: str) -> None:
        given: dict[str, object] = {"input": self.last}
        given |= {part: self.stored("parameter", name, part) for part in ("weight", "bias")}
        statistics = ("running_mean", "running_var")
        given |= {part: self.stored("buffer", name, part) for part in statistics}
        self.add("norm", "batch_norm.default", given | NORM_DEFAULTS, name, "BatchNorm1d")

    def stored(self, kind: str, module: str, part: str) -> Ref:
        name = f"{module}.{part}" if module else part
        value = f"{kind}:{name}"
        self.sources[value] = Source(kind, name)
        return Ref(value)
