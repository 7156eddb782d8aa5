"""The scaler has seen the validation data: it was fitted before the split."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted, last
from probes.source.program import Program, method, receiver

_SCALERS = ("Scaler", "Normalizer", "PowerTransformer", "QuantileTransformer")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for split in program.calls:
        if last(program.name(split)) != "train_test_split":
            continue
        for node in split.args:
            given = program.latest(dotted(node), split) if dotted(node) else None
            if given is not None and is_fit(program, given.value):
                yield given.node, "present"


def is_fit(program: Program, node: ast.AST | None) -> bool:
    return method(node) == "fit_transform" and is_scaler(program, receiver(node))


def is_scaler(program: Program, node: ast.AST | None) -> bool:
    if isinstance(node, ast.Call):
        return last(program.name(node)).endswith(_SCALERS)
    made = [value for value in program.bound(dotted(node)) if isinstance(value, ast.Call)]
    return bool(made) and all(last(program.name(one)).endswith(_SCALERS) for one in made)
