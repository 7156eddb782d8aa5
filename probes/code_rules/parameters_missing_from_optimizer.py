"""Layers that are used and never learn: hidden in a plain list, or never given to an optimizer."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted, last
from probes.source.program import Program, method
from probes.source.training import backwards, optimizers

_WEIGHTED = ("Linear", "Conv", "Embedding", "LSTM", "GRU", "RNN", "BatchNorm", "LayerNorm")
_WEIGHTED += ("MultiheadAttention", "TransformerEncoderLayer", "Bilinear")
# Whoever writes one of these chose on purpose what is trained.
_ON_PURPOSE = ("requires_grad", "freeze", "frozen", "no_grad", "detach", "pretrained", "weights=")
_ON_PURPOSE += ("load_state_dict", "from_pretrained", "teacher", "param_groups", "itertools")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for owner in program.classes.values():
        if any(last(dotted(base)) in ("Module", "LightningModule") for base in owner.bases):
            yield from _plain_lists(program, owner)
    if not any(word in program.text for word in _ON_PURPOSE):
        yield from _forgotten_models(program)


def _plain_lists(program: Program, owner: ast.ClassDef) -> Iterator[tuple[ast.AST, str]]:
    text = ast.unparse(owner)
    registers = ("add_module", "register_module", "setattr", "ModuleList(self", "def parameters")
    if any(word in text for word in registers):
        return
    for name, given in program.bindings.items():
        for binding in given:
            if program.class_of(binding.node) is not owner or not name.startswith("self."):
                continue
            if not isinstance(binding.value, ast.List | ast.ListComp):
                continue
            if _holds_layers(program, owner, name, binding.value) and _only_iterated(text, name):
                yield binding.node, "present"


def _holds_layers(program: Program, owner: ast.ClassDef, name: str, value: ast.expr) -> bool:
    entries = [value.elt] if isinstance(value, ast.ListComp) else list(value.elts)
    for call in program.calls_in(owner, "append"):
        if dotted(call.func.value) == name:
            entries += call.args
    return bool(entries) and all(_is_weighted(program, entry) for entry in entries)


def _is_weighted(program: Program, node: ast.expr) -> bool:
    name = program.name(node) if isinstance(node, ast.Call) else ""
    return name.startswith("torch.nn.") and last(name).startswith(_WEIGHTED)


def _only_iterated(text: str, name: str) -> bool:
    """Used in the class, and not handed to a Sequential or a ModuleList."""
    handed = (f"*{name}", f"ModuleList({name}", f"Sequential({name}", f"{name} = nn.")
    return text.count(name) > 1 and not any(word in text for word in handed)


def _forgotten_models(program: Program) -> Iterator[tuple[ast.AST, str]]:
    """Two networks are used in the training loop; the parameters of one go nowhere."""
    made = optimizers(program)
    if not made or any(not _parameters_are_named(call) for call in made):
        return
    loops = [loop for loop in program.loops if backwards(program, loop)]
    networks = [name for name in program.bindings if _is_network(program, name)]
    used = [n for n in networks if any(_is_called(program, loop, n) for loop in loops)]
    kept = [name for name in used if f"{name}.parameters" in program.text]
    whole = program.text
    for name in used:
        handed_on = sum(
            name in _names_in(call) for call in program.calls if dotted(call.func) != name
        )
        if kept and name not in kept and not handed_on and f"{name}.eval" not in whole:
            yield made[0], "present"


def _parameters_are_named(call: ast.Call) -> bool:
    """Optimizers over anything but plain `x.parameters()` are not judged."""
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Call) and method(first) == "parameters"


def _is_network(program: Program, name: str) -> bool:
    values = program.bound(name)
    if "." in name or len(values) != 1 or not isinstance(values[0], ast.Call):
        return False
    made = program.name(values[0])
    owner = program.classes.get(last(made))
    if owner is not None:
        return any(last(dotted(base)) == "Module" for base in owner.bases)
    return _is_weighted(program, values[0])


def _is_called(program: Program, loop: ast.AST, name: str) -> bool:
    return any(dotted(call.func) == name for call in program.within(loop, ast.Call))


def _names_in(call: ast.Call) -> set[str]:
    """Names given to a call as they are: the callee may do anything with them."""
    parts = [*call.args, *(word.value for word in call.keywords)]
    parts += [entry for part in parts for entry in getattr(part, "elts", [])]
    return {dotted(part) for part in parts}
