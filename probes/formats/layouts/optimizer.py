"""The state of an optimizer: its kind, its groups, and what it remembers of every parameter."""

from collections.abc import Callable
from itertools import islice

from probes.checkpoint import OptimizerKind, OptimizerState, ParameterState, StoredTensor
from probes.formats.layouts.matching import Entry, match
from probes.formats.layouts.plain_values import Plainer, number
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.values import Table, TensorLike, key_text
from probes.refusal import Refusal

MAX_GROUPS = 10_000
MAX_ENTRIES = 200_000
MAX_KEPT = 50  # of one parameter
MAX_SETTINGS = 200  # of one group

Names = Callable[[object], str | None]  # the weight that is this very tensor, in pickled optimizers


def optimizer_state(
    table: Table, parameters: dict[str, StoredTensor], binder: Binder, name_of: Names
) -> OptimizerState:
    groups = [group for group in _list(table.get("param_groups")) if isinstance(group, Table)]
    if len(groups) > MAX_GROUPS:
        raise Refusal("too_many_tensors", limit=MAX_GROUPS)
    if sum(len(_list(group.get("params"))) for group in groups) > MAX_ENTRIES:
        raise Refusal("too_many_tensors", limit=MAX_ENTRIES)
    remembered = _states(table.get("state"))
    entries = [
        _entry(place, key, name, remembered, binder, name_of)
        for place, group in enumerate(groups)
        for key, name in _members(group)
    ]
    names, matched_by = match(entries, parameters)
    plainer = Plainer()
    settings = tuple(_settings(group, plainer, binder) for group in groups)
    kind, certain = kind_of({name for e in entries for name in e.tensors}, settings)
    states = tuple(
        ParameterState(name, entry.group, entry.step, entry.tensors)
        for name, entry in zip(names, entries, strict=True)
    )
    return OptimizerState(kind, settings, states, matched_by, certain)


def kind_of(kept: set[str], groups: tuple[dict, ...]) -> tuple[OptimizerKind, bool]:
    """By what it keeps, then by what its groups are told; the second value: is that certain?

    Adam and AdamW keep the same. Since torch 2.6 a group says decoupled_weight_decay; before,
    weight decay that is not zero is AdamW's default and unusual for Adam.
    """
    told = {name for group in groups for name in group}
    if kept & {"exp_avg_sq_row", "row_var"} or told & {"scale_parameter", "beta2_decay"}:
        return "adafactor", True
    if "exp_avg_sq" in kept or "amsgrad" in told or "betas" in told and "eps" in told:
        return _adam_or_adamw(groups)
    for found, kind in _KEPT:
        if found & kept:
            return kind, kind != "lion"
    for found, kind in _TOLD:
        if found & told:
            return kind, kind != "lion"
    return "unknown", False


_KEPT: list[tuple[set[str], OptimizerKind]] = [
    ({"momentum_buffer"}, "sgd"),
    ({"acc_delta"}, "adadelta"),
    ({"square_avg"}, "rmsprop"),
    ({"sum"}, "adagrad"),
    ({"exp_avg"}, "lion"),
]
_TOLD: list[tuple[set[str], OptimizerKind]] = [
    ({"nesterov", "dampening"}, "sgd"),
    ({"centered"}, "rmsprop"),
    ({"rho"}, "adadelta"),
    ({"lr_decay", "initial_accumulator_value"}, "adagrad"),
    ({"betas"}, "lion"),
    ({"momentum"}, "sgd"),
]


def _adam_or_adamw(groups: tuple[dict, ...]) -> tuple[OptimizerKind, bool]:
    said = [
        group["decoupled_weight_decay"] for group in groups if "decoupled_weight_decay" in group
    ]
    if said:
        return ("adamw" if any(said) else "adam"), True
    return ("adamw" if any(group.get("weight_decay") for group in groups) else "adam"), False


def _members(group: Table) -> list[tuple[object, str | None]]:
    keys = _list(group.get("params"))
    names = _list(group.get("param_names"))
    known = [name if isinstance(name, str) else None for name in names]
    return list(zip(keys, known if len(known) == len(keys) else [None] * len(keys), strict=True))


def _states(state: object) -> dict[str, Table]:
    if not isinstance(state, Table):
        return {}
    return {_key(key): value for key, value in state.pairs if isinstance(value, Table)}


def _key(key: object) -> str:
    return key_text(key) or f"@{id(key)}"


def _entry(
    group: int,
    key: object,
    name: str | None,
    remembered: dict[str, Table],
    binder: Binder,
    name_of: Names,
) -> Entry:
    kept = remembered.get(_key(key), Table())
    tensors = {
        what: binder.bind(value)
        for what, value in islice(kept.named.items(), MAX_KEPT)
        if isinstance(value, TensorLike) and what != "step"
    }
    said = name or name_of(key) or (key if isinstance(key, str) and not key.isdigit() else None)
    shape = key.shape if isinstance(key, TensorLike) else None
    return Entry(group, said, shape, number(kept.get("step"), binder), tensors)


def _settings(group: Table, plainer: Plainer, binder: Binder) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in islice(group.named.items(), MAX_SETTINGS):
        if name not in ("params", "param_names"):
            single = number(value, binder)
            found[name] = value if type(value) in (int, bool) else single
            if found[name] is None:
                found[name] = plainer.plain(value)
    return found


def _list(value: object) -> list:
    return list(value) if isinstance(value, (list, tuple)) else []
