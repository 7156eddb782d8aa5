"""Follow a graph's operations in order; bodies of no_grad and autocast regions are put in line."""

from dataclasses import dataclass, field

from probes.graph import limits
from probes.graph.arguments import argument, name, result_names
from probes.graph.graph import Argument, Autocast, Dtype, GradMode, Node, Ref, Region, Value
from probes.graph.operations import ATEN
from probes.graph.places import NOWHERE, module, place
from probes.graph.symbols import SYMBOLS
from probes.graph.values import recorded_values
from probes.refusal import Refusal

TORCH_OPS = "torch.ops."
GRAD_REGION = "higher_order.wrap_with_set_grad_enabled"
AUTOCAST_REGION = "higher_order.wrap_with_autocast"
KEYWORD = 2


@dataclass
class Flow:
    """The names of one graph. An inner graph has its own, with a prefix; the lists are shared."""

    prefix: str = ""
    region: Region = ()
    nodes: list[Node] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    known: dict[str, object] = field(default_factory=dict)

    def bind(self, given: str, value: object) -> None:
        self.known[given] = value

    def define(self, given: str) -> str:
        """A new value of that name; nothing may be made twice."""
        unique = self.prefix + name(given)
        if unique in self.taken:
            raise Refusal("pt2_malformed", part="names")
        self.taken.add(unique)
        self.known[given] = Ref(unique)
        return unique

    def resolve(self, given: str) -> object:
        """KeyError for what nothing before has made."""
        return self.known[given]

    def follow(self, graph: dict) -> None:
        for recorded in graph["nodes"]:
            target = recorded["target"].removeprefix(TORCH_OPS)
            if target in (GRAD_REGION, AUTOCAST_REGION):
                self._enter(recorded, target)
            else:
                self.nodes.append(self._operation(recorded, target))
        for given, value in recorded_values(graph["tensor_values"]).items():
            known = self.known.get(given)
            if isinstance(known, Ref):
                self.values.setdefault(known.name, value)

    def _operation(self, recorded: dict, target: str) -> Node:
        if target not in ATEN and target not in SYMBOLS:
            raise Refusal("operation_not_supported", operation=target[:100])
        if len(self.nodes) >= limits.MOST_NODES:
            raise Refusal("graph_too_large", most=limits.MOST_NODES)
        arguments = tuple(self._argument(given) for given in recorded["inputs"])
        returns = tuple(self._returned(result_names(given)) for given in recorded["outputs"])
        told = recorded.get("metadata") or {}
        where = place(told["stack_trace"]) if "stack_trace" in told else NOWHERE
        path, kind = module(told.get("nn_module_stack", ""))
        own = f"{self.prefix}{recorded.get('name') or f'node_{len(self.nodes)}'}"
        return Node(
            name(own), target, arguments, returns, self.region,
            where.file, where.line, where.code, path, kind,
        )  # fmt: skip

    def _argument(self, given: dict) -> Argument:
        value = argument(given["arg"], self.resolve)
        return Argument(str(given["name"])[:100], value, given.get("kind") == KEYWORD)

    def _returned(self, names: object) -> str | None | tuple[str | None, ...]:
        if isinstance(names, tuple):
            return tuple(self.define(each) if each is not None else None for each in names)
        return self.define(names) if names is not None else None

    def _enter(self, recorded: dict, target: str) -> None:
        """A region's operands become the inner graph's inputs, its outputs the region's results."""
        if len(self.region) >= limits.MOST_REGION_DEPTH:
            raise Refusal("graph_too_large", most=limits.MOST_REGION_DEPTH)
        given = [item["arg"] for item in recorded["inputs"]]
        (place_of_body,) = (i for i, item in enumerate(given) if "as_graph" in item)
        settings = [argument(item, self.resolve) for item in given[:place_of_body]]
        operands = [argument(item, self.resolve) for item in given[place_of_body + 1 :]]
        body = given[place_of_body]["as_graph"]["graph"]
        prefix = f"{self.prefix}{name(recorded.get('name') or f'region_{len(self.nodes)}')}/"
        region = (*self.region, _region(target, settings))
        inner = Flow(prefix, region, self.nodes, self.values, self.taken)
        for expected, operand in zip(body["inputs"], operands, strict=True):
            inner.bind(result_names(expected), operand)
        inner.follow(body)
        results = [argument(output, inner.resolve) for output in body["outputs"]]
        self._bind_results(recorded["outputs"], results)

    def _bind_results(self, outputs: list[dict], results: list[object]) -> None:
        names: list[str | None] = []
        for output in outputs:
            each = result_names(output)
            names.extend(each if isinstance(each, tuple) else [each])
        for given, value in zip(names, results, strict=True):
            if given is not None:
                self.bind(given, value)


def _region(target: str, settings: list[object]) -> GradMode | Autocast:
    if target == GRAD_REGION:
        (enabled,) = settings
        return GradMode(enabled is True)
    _device, dtype, enabled, cache = settings
    return Autocast(
        dtype if isinstance(dtype, Dtype) else None, enabled is True, cache is not False
    )
