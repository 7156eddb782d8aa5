"""Training and validation data are normalised differently."""

import ast
from collections.abc import Iterator

from probes.code_rules.scaler_fitted_on_all_data import is_scaler
from probes.source.constants import number
from probes.source.names import dotted, last
from probes.source.program import Program, argument, method, receiver
from probes.source.transforms import Pipeline, pipelines

_HELD_OUT = ("test", "val", "valid", "validation", "dev")
# Steps that surely do not normalise; next to any other step a missing Normalize proves nothing.
_PLAIN = ("Resize", "CenterCrop", "ToTensor", "ToImage", "ToDtype", "Grayscale", "PILToTensor")
_PLAIN += ("ConvertImageDtype", "Pad", "FiveCrop", "TenCrop")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    found = pipelines(program)
    train = [one for one in found if one.split == "train" and one.steps is not None]
    validation = [one for one in found if one.split == "validation" and one.steps is not None]
    if len(train) == 1 and validation:
        wanted = _normalisation(program, train[0])
        for pipeline in validation:
            if (told := _compared(program, wanted, pipeline)) is not None:
                yield pipeline.node, told
    yield from _fitted_twice(program)


def _normalisation(program: Program, pipeline: Pipeline) -> tuple[float | None, ...] | None:
    """Means and deviations of its Normalize; None inside where they are not written down."""
    for step in pipeline.steps or ():
        if last(dotted(step.func)) == "Normalize":
            sides = (argument(step, 0, "mean"), argument(step, 1, "std"))
            return tuple(value for side in sides for value in _numbers(program, side))
    return None


def _numbers(program: Program, node: ast.expr | None) -> list[float | None]:
    if name := dotted(node):
        values = program.bound(name)
        node = values[0] if len(values) == 1 else None
    if isinstance(node, ast.List | ast.Tuple):
        return [number(program, entry) for entry in node.elts]
    return [number(program, node)]


def _compared(
    program: Program, wanted: tuple[float | None, ...] | None, pipeline: Pipeline
) -> str | None:
    other = _normalisation(program, pipeline)
    if wanted is None:
        return None
    if other is None:
        names = [last(dotted(step.func)) for step in pipeline.steps or ()]
        return "present" if names and all(name in _PLAIN for name in names) else None
    if None in wanted or None in other:
        return None
    return "absent" if wanted == other else "present"


def _fitted_twice(program: Program) -> Iterator[tuple[ast.AST, str]]:
    """scaler.fit_transform(X_test) after scaler.fit_transform(X_train)."""
    fits = [c for c in program.calls if method(c) in ("fit", "fit_transform") and c.args]
    fits = [call for call in fits if is_scaler(program, receiver(call))]
    trained = any("train" in dotted(call.args[0]).lower() for call in fits)
    for call in fits:
        words = set(dotted(call.args[0]).lower().replace(".", "_").split("_"))
        if trained and words & set(_HELD_OUT) and "train" not in words:
            yield call, "present"
