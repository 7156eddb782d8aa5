"""The model is validated in train mode: dropout drops, BatchNorm learns from validation data."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted, last
from probes.source.program import Program, method
from probes.source.training import backwards, is_model_name

_LOADERS = ("val", "valid", "validation", "test", "eval", "dev")
# Layers that behave differently in the two modes, and makers of whole networks that hold them.
_MODAL = ("Dropout", "BatchNorm", "SyncBatchNorm", "InstanceNorm", "TransformerEncoder")
_RICH = ("torchvision.models.", "timm.", "transformers.", "segmentation_models_pytorch.")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    everywhere = [c for c in program.calls if method(c) in ("eval", "train") and _sets(c)]
    for loop in program.loops:
        if not isinstance(loop, ast.For) or not _is_validation(program, loop):
            continue
        around = program.scope(loop)
        before = [c for c in everywhere if program.scope(c) is around and c.lineno < loop.lineno]
        if before:
            yield loop, "absent"
        elif not everywhere and "eval" not in _imported(program) and _has_modes(program):
            yield loop, "present"


def _sets(call: ast.Call) -> bool:
    """model.eval() and model.train(False)."""
    if method(call) == "eval":
        return not call.args
    values = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    return any(not (isinstance(v, ast.Constant) and v.value is True) for v in values)


def _is_validation(program: Program, loop: ast.For) -> bool:
    names = [
        last(dotted(n)).lower()
        for n in ast.walk(loop.iter)
        if isinstance(n, ast.Name | ast.Attribute)
    ]
    words = {word for name in names for word in name.replace("loader", "_loader").split("_")}
    if not words & set(_LOADERS) or words & {"train", "train2"} or backwards(program, loop):
        return False
    return any(is_model_name(program, dotted(c.func)) for c in program.within(loop, ast.Call))


def _imported(program: Program) -> str:
    """A helper from elsewhere may set the mode."""
    return " ".join(program.imports).lower()


def _has_modes(program: Program) -> bool:
    names = [program.name(call) for call in program.calls]
    modal = any(last(name).startswith(_MODAL) for name in names if name.startswith("torch.nn"))
    return modal or any(name.startswith(_RICH) for name in names)
