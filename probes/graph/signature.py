"""What goes into a graph and comes out: parameters, buffers, the caller's inputs, the results."""

from probes.graph.arguments import argument, name, single
from probes.graph.flow import Flow
from probes.graph.graph import Input, Output, Source, Weight
from probes.graph.trees import input_paths, output_paths
from probes.graph.values import recorded_values
from probes.refusal import Refusal

STORED = {
    "parameter": ("parameter", "parameter_name"),
    "buffer": ("buffer", "buffer_name"),
    "tensor_constant": ("constant", "tensor_constant_name"),
}
# Results of the caller's inputs and of parameters changed in place: nobody reads them here.
UNREAD_OUTPUTS = ("user_input_mutation", "parameter_mutation")


def bind_inputs(
    module: dict, flow: Flow, weights: dict[str, Weight]
) -> tuple[dict[str, Source], tuple[Input, ...]]:
    """Value name -> where it comes from, and the caller's inputs in order."""
    sources: dict[str, Source] = {}
    given: list[str] = []
    for spec in module["signature"]["input_specs"]:
        kind, content = single(spec)
        if kind in STORED:
            value, source = _stored(kind, content, weights)
        elif kind == "user_input":
            value, source = _caller(content["arg"], len(given))
            given.append(value)
        elif kind == "constant_input":
            value, source = _fixed(content)
            given.append(value)
        else:
            raise Refusal("pt2_foreign_content", member=str(kind)[:100])
        sources[flow.define(value)] = source
    return sources, _inputs(module, given, sources)


def read_outputs(module: dict, flow: Flow) -> tuple[tuple[Output, ...], dict[str, object]]:
    """The results that the caller sees, and buffers that a functional graph hands back."""
    values: list[object] = []
    mutated: dict[str, object] = {}
    for spec in module["signature"]["output_specs"]:
        kind, content = single(spec)
        if kind == "user_output":
            values.append(argument(content["arg"], flow.resolve))
        elif kind == "loss_output":
            values.append(flow.resolve(content["arg"]["name"]))
        elif kind == "buffer_mutation":
            mutated[name(content["buffer_name"])] = flow.resolve(content["arg"]["name"])
        elif kind not in UNREAD_OUTPUTS:
            raise Refusal("pt2_foreign_content", member=str(kind)[:100])
    paths = output_paths(module, len(values))
    return tuple(Output(path, value) for path, value in zip(paths, values, strict=True)), mutated


def _stored(kind: str, content: dict, weights: dict[str, Weight]) -> tuple[str, Source]:
    role, key = STORED[kind]
    stored_name = name(content[key])
    if stored_name not in weights:
        raise Refusal("pt2_incomplete", member=stored_name)
    return content["arg"]["name"], Source(role, stored_name)


def _caller(arg: dict, position: int) -> tuple[str, Source]:
    kind, content = single(arg)
    if kind == "as_tensor":
        return content["name"], Source("input", content["name"])
    if kind in ("as_sym_int", "as_sym_float", "as_sym_bool"):
        return content["as_name"], Source("input", content["as_name"])
    if kind in ("as_none", "as_int", "as_float", "as_bool", "as_string"):
        return f"fixed_input_{position}", Source("fixed", "", argument(arg, lambda _: None))
    raise Refusal("argument_not_supported", kind=str(kind)[:40])


def _fixed(content: dict) -> tuple[str, Source]:
    value = argument(content["value"], lambda _: None)
    return content["name"], Source("fixed", content["name"], value)


def _inputs(module: dict, given: list[str], sources: dict[str, Source]) -> tuple[Input, ...]:
    types = recorded_values(module["graph"]["tensor_values"])
    paths = input_paths(module, given)
    return tuple(
        Input(value, path, types.get(value))
        for value, path in zip(given, paths, strict=True)
        if sources[value].kind == "input"
    )
