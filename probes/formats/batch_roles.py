"""Guesses which named arrays are inputs and which are targets, and says why."""

import re
from collections.abc import Mapping

import numpy as np

from probes.batch import Batch, Column, Role
from probes.formats.tidy_names import tidy, unique
from probes.refusal import Refusal

MAX_COLUMNS = 1000

_TARGET = re.compile(
    r"y|y_?(train|true|batch)|ys|labels?|targets?|classes|class_ids?|outputs?|gt|ground_?truth"
    r"|train_?(labels?|targets?|y)|decoder_target\w*|答案|标签|目标",
    re.I,
)
_INPUT = re.compile(
    r"x|x_?(train|batch)|xs|inputs?|data|features?|images?|imgs?|input_?ids|attention_mask"
    r"|token_type_ids|position_ids|pixel_values|input_features|input_values|tokens?|src|seq|text"
    r"|train_?(data|images|x)|decoder_input_ids|edge_index|edge_attr|feats?|samples|特征|输入|数据",
    re.I,
)
_HELD_OUT = re.compile(r"(^|_)(test|val|valid|validation|dev)($|_)|[xy]_?(test|val)", re.I)


def is_target_name(name: str) -> bool:
    return bool(_TARGET.fullmatch(name))


def is_batch_name(name: str) -> bool:
    return bool(_TARGET.fullmatch(name) or _INPUT.fullmatch(name))


def looks_like_batch(shapes: Mapping[str, tuple[int, ...]]) -> bool:
    """Arrays by name or with one common first axis: data, not weights."""
    if not shapes:
        return False
    named = any(is_batch_name(name) for name in shapes)
    if named and all(is_batch_name(name) or _HELD_OUT.search(name) for name in shapes):
        return True
    lengths = {shape[:1] for shape in shapes.values()}
    return named and len(lengths) == 1 and () not in lengths


def batch_of(arrays: Mapping[str, np.ndarray], format_name: str) -> Batch:
    """Refusal where nothing in it can be an input, or numbers of samples disagree."""
    if not arrays or len(arrays) > MAX_COLUMNS:
        raise Refusal("batch_without_inputs")
    names = unique([tidy(name) for name in arrays])
    values = dict(zip(names, arrays.values(), strict=True))
    roles = _by_name(values) or _by_shape(values)
    columns = [Column(name, *roles[name], values[name]) for name in names]
    _same_length(columns)
    return Batch(tuple(columns), format_name)


def _by_name(values: Mapping[str, np.ndarray]) -> dict[str, tuple[Role, str]] | None:
    roles: dict[str, tuple[Role, str]] = {}
    for name in values:
        role: Role = "other"
        if not _HELD_OUT.search(name):
            role = _named_role(name)
        roles[name] = (role, "named")
    found = [role for role, _ in roles.values()]
    if "input" in found:
        return roles
    if found.count("target") == 1 and len(values) == 2:  # what is not the target is the input
        return {name: (r if r == "target" else "input", why) for name, (r, why) in roles.items()}
    return None


def _named_role(name: str) -> Role:
    last = name.rpartition("/")[2].rpartition(".")[2]
    if _TARGET.fullmatch(last):
        return "target"
    return "input" if _INPUT.fullmatch(last) else "other"


def _by_shape(values: Mapping[str, np.ndarray]) -> dict[str, tuple[Role, str]]:
    """Of two unnamed arrays the one of higher rank, or the first, is the input."""
    names = list(values)
    if len(names) == 1:
        return {names[0]: ("input", "only_one")}
    first, second = names[:2]
    why = "position"
    if values[second].ndim != values[first].ndim:
        why = "rank"
        if values[second].ndim > values[first].ndim:
            first, second = second, first
    roles: dict[str, tuple[Role, str]] = dict.fromkeys(names, ("other", "position"))
    roles[first], roles[second] = ("input", why), ("target", why)
    return roles


def _same_length(columns: list[Column]) -> None:
    used = [column for column in columns if column.role != "other"]
    inputs = [column for column in used if column.role == "input"]
    if not inputs or any(column.values.ndim == 0 for column in used):
        raise Refusal("batch_without_inputs")
    samples = len(inputs[0].values)
    for column in used:
        if column.role == "target" and len(column.values) != samples:
            raise Refusal("batch_lengths_differ", inputs=samples, targets=len(column.values))
