"""Whole pickled modules: their weights, class names and hyper-parameters, without their code."""

from dataclasses import dataclass, field

from probes.formats.layouts.parts import Path
from probes.formats.layouts.plain_values import Plainer
from probes.formats.pickles.values import Object, Table, TensorLike
from probes.formats.tidy_names import tidy
from probes.refusal import Refusal

MAX_MODULES = 2_000_000  # attributes, parameters and buffers of all modules together
PER_MODULE = 40  # what a module costs beside its entries; real networks have thousands
MAX_DEPTH = 100

_KINDS = ("_parameters", "_buffers", "_modules")

# What every module carries; it says nothing about this one.
_EVERYWHERE = frozenset({"training", "call_super_init", "dump_patches"})


@dataclass
class ModuleTree:
    weights: dict[str, object] = field(default_factory=dict)
    buffers: set[str] = field(default_factory=set)
    classes: dict[str, str] = field(default_factory=dict)
    looked_at: int = 0
    settings: dict[str, dict[str, object]] = field(default_factory=dict)


def module_trees(roots: dict[Path, Object]) -> dict[Path, ModuleTree]:
    """Modules that contain each other twice double at every level: all trees share one limit."""
    found: dict[Path, ModuleTree] = {}
    left = MAX_MODULES
    for path, root in roots.items():
        found[path] = _tree(root, left)
        left -= found[path].looked_at
    return found


def _tree(root: Object, left: int) -> ModuleTree:
    """In the order of state_dict(): own parameters, own buffers, then the children."""
    tree, plainer, waiting = ModuleTree(), Plainer(), [("", root, 0)]
    while waiting:
        path, module, depth = waiting.pop()
        tables = [_table(module.fields.get(kind)) for kind in _KINDS]
        tree.looked_at += len(module) + sum(map(len, tables)) + PER_MODULE
        if tree.looked_at > left or depth > MAX_DEPTH:
            raise Refusal("too_many_modules", limit=MAX_MODULES)
        fields = module.fields
        tree.classes[tidy(path)] = tidy(module.class_name)
        _take_settings(tree, path, fields, plainer)
        for kind in _KINDS[:2]:
            for name, value in _table(fields.get(kind)).named.items():
                if isinstance(value, TensorLike):
                    _add(tree, f"{path}.{name}" if path else name, value, kind)
        children = _table(fields.get("_modules")).named
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


def _table(value: object) -> Table:
    return value if isinstance(value, Table) else Table()
