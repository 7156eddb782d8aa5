"""Whole pickled modules: their weights, class names and hyper-parameters, without their code."""

from dataclasses import dataclass, field

from probes.formats.layouts.plain_values import Plainer
from probes.formats.pickles.values import Object, Table, TensorLike
from probes.formats.tidy_names import tidy
from probes.refusal import Refusal

MAX_MODULES = 50_000
MAX_DEPTH = 100

# What every module carries; it says nothing about this one.
_EVERYWHERE = frozenset({"training", "call_super_init", "dump_patches"})


@dataclass
class ModuleTree:
    weights: dict[str, object] = field(default_factory=dict)
    buffers: set[str] = field(default_factory=set)
    classes: dict[str, str] = field(default_factory=dict)
    settings: dict[str, dict[str, object]] = field(default_factory=dict)


def module_tree(root: Object) -> ModuleTree:
    """In the order of state_dict(): own parameters, own buffers, then the children."""
    tree, plainer, waiting = ModuleTree(), Plainer(), [("", root, 0)]
    while waiting:
        path, module, depth = waiting.pop()
        if len(tree.classes) >= MAX_MODULES or depth > MAX_DEPTH:
            raise Refusal("too_many_modules", limit=MAX_MODULES)
        fields = module.fields
        tree.classes[tidy(path)] = tidy(module.class_name)
        _take_settings(tree, path, fields, plainer)
        for kind in ("_parameters", "_buffers"):
            for name, value in _named(fields.get(kind)).items():
                if isinstance(value, TensorLike):
                    _add(tree, f"{path}.{name}" if path else name, value, kind)
        children = _named(fields.get("_modules"))
        waiting.extend(
            (f"{path}.{name}" if path else name, child, depth + 1)
            for name, child in reversed(children.items())
            if isinstance(child, Object)
        )
    return tree


def _add(tree: ModuleTree, name: str, value: object, kind: str) -> None:
    tree.weights[name] = value
    if kind == "_buffers":
        tree.buffers.add(name)


def _take_settings(
    tree: ModuleTree, path: str, fields: dict[str, object], plainer: Plainer
) -> None:
    given = {
        tidy(name): plainer.plain(value)
        for name, value in fields.items()
        if name[:1] != "_" and name not in _EVERYWHERE and _is_setting(value)
    }
    if given:
        tree.settings[tidy(path)] = given


def _is_setting(value: object) -> bool:
    if isinstance(value, (tuple, list)):
        return len(value) <= 8 and all(isinstance(item, (int, float, str)) for item in value)
    return isinstance(value, (bool, int, float, str))


def _named(value: object) -> dict[str, object]:
    return value.named if isinstance(value, Table) else {}
