"""Walks the tree of a checkpoint once and sorts what it finds: weights, optimizers, modules, ..."""

import re
from dataclasses import dataclass, field
from itertools import islice

from probes.formats.pickles.values import Numbers, Object, Opaque, Table, Tensor, TensorLike
from probes.refusal import Refusal

MAX_DEPTH = 16
MAX_NODES = 1_000_000
MAX_OPTIMIZERS = 16
MAX_LIST = 10_000  # longer lists are histories, not lists of weights

_NOT_WEIGHTS = re.compile(r"rng|random_state|callbacks|loops|amp_scaling|grad_?scaler", re.I)
SETTINGS = re.compile(
    r"hyper_?parameters|hparams?|args|config|cfg|opts?|options|settings|\w+_(args|kwargs|config)",
    re.I,
)

Path = tuple[str, ...]


@dataclass
class Parts:
    """What stands where. `sparse` holds tables in which tensors are the exception."""

    weights: dict[Path, dict[str, object]] = field(default_factory=dict)
    sparse: dict[Path, dict[str, object]] = field(default_factory=dict)
    modules: dict[Path, Object] = field(default_factory=dict)
    optimizers: dict[Path, Table] = field(default_factory=dict)
    schedulers: list[Table] = field(default_factory=list)
    settings: dict[Path, object] = field(default_factory=dict)
    scalars: dict[Path, object] = field(default_factory=dict)


def parts_of(root: object) -> Parts:
    """Every node is seen once, so cycles and shared structures cost no more than the file."""
    parts, seen, nodes = Parts(), set(), 0
    waiting: list[tuple[Path, object]] = [((), root)]
    while waiting:
        path, value = waiting.pop()
        if id(value) in seen or len(path) > MAX_DEPTH:
            continue
        if isinstance(value, (Table, Object, list, tuple)):
            nodes += len(value)  # tables can be shared by objects, and are looked through each time
            if nodes > MAX_NODES:
                raise Refusal("pickle_too_long", limit=MAX_NODES)
            seen.add(id(value))
            waiting.extend(reversed(_sort(parts, path, value)))
        elif path:
            parts.scalars[path] = value
    return parts


def _sort(parts: Parts, path: Path, value: object) -> list[tuple[Path, object]]:
    """Puts a container where it belongs, and returns what is still to be looked at inside."""
    if path and SETTINGS.fullmatch(path[-1]) and not _holds_tensors(value):
        parts.settings[path] = value
        return []
    if isinstance(value, Object):
        return _sort_object(parts, path, value)
    if isinstance(value, Table):
        return _sort_table(parts, path, value)
    return _sort_list(parts, path, value)


def _sort_object(parts: Parts, path: Path, value: Object) -> list[tuple[Path, object]]:
    fields = value.fields
    if "_parameters" in fields and "_modules" in fields:
        parts.modules[path] = value
        return []
    if "param_groups" in fields and "state" in fields:
        _take_optimizer(parts, path, Table(list(fields.items())))
        return []
    if value.class_name.endswith(("TrainingArguments", "Namespace", "DictConfig", "Config")):
        parts.settings[path] = value
        return []
    pairs = list(fields.items()) or [(str(key), item) for key, item in value.pairs]
    return _sort_table(parts, path, Table([*pairs]))


def _take_optimizer(parts: Parts, path: Path, table: Table) -> None:
    """Each is compared with all weights, so their number is limited."""
    if len(parts.optimizers) >= MAX_OPTIMIZERS:
        raise Refusal("too_many_optimizers", limit=MAX_OPTIMIZERS)
    parts.optimizers[path] = table


def _sort_table(parts: Parts, path: Path, table: Table) -> list[tuple[Path, object]]:
    if "param_groups" in table and "state" in table:
        _take_optimizer(parts, path, table)
        return []
    if "last_epoch" in table and ("_step_count" in table or "base_lrs" in table):
        parts.schedulers.append(table)
        return []
    named = table.named
    tensors = {name: value for name, value in named.items() if _is_weight(name, value)}
    if tensors and not any(_NOT_WEIGHTS.search(step) for step in path):
        enough = len(tensors) * 2 >= len(named) or any("." in name for name in tensors)
        if enough and path:  # single numbers among weights, such as CLIP's logit_scale
            tensors = {
                name: value for name, value in named.items() if isinstance(value, TensorLike)
            }
        (parts.weights if enough else parts.sparse)[path] = tensors
    return [((*path, name), value) for name, value in named.items() if name not in tensors]


def _sort_list(parts: Parts, path: Path, value: object) -> list[tuple[Path, object]]:
    items = list(value)[:MAX_LIST]  # type: ignore[call-overload]
    tensors = {str(place): item for place, item in enumerate(items) if _is_weight("", item)}
    if tensors and len(tensors) * 2 >= len(items):
        parts.weights[path] = tensors
        return []
    return [
        ((*path, str(place)), item)
        for place, item in enumerate(items)
        if isinstance(item, (Table, Object, list, tuple))
    ]


def _is_weight(name: str, value: object) -> bool:
    """Single numbers are weights only under a dotted name, or as BatchNorm's counter."""
    if not isinstance(value, TensorLike) or _NOT_WEIGHTS.search(name):
        return False
    ranked = isinstance(value, Opaque) or bool(value.shape)
    return ranked or "." in name or name == "num_batches_tracked"


def _holds_tensors(value: Table | Object | list | tuple) -> bool:
    if isinstance(value, Object):
        return "_parameters" in value.fields
    values = value.named.values() if isinstance(value, Table) else value
    return any(isinstance(item, (Tensor, Numbers)) for item in islice(values, MAX_LIST))
