"""Image pipelines of a script: which transforms the training and the validation set go through."""

import ast
from dataclasses import dataclass

from probes.source.names import dotted, last
from probes.source.program import Program

_TRAIN, _VALIDATION = ("train",), ("val", "test", "eval")
# Transforms that change the sample at random. Random* without Resized is one of them too.
_RANDOM = ("Random", "ColorJitter", "AutoAugment", "RandAugment", "TrivialAugment", "AugMix")
_RANDOM += (
    "GaussianNoise",
    "MixUp",
    "CutMix",
    "HorizontalFlip",
    "VerticalFlip",
    "ShiftScaleRotate",
)


@dataclass(frozen=True)
class Pipeline:
    """`steps` is None where a step could hold anything."""

    split: str | None
    name: str
    node: ast.Call
    steps: tuple[ast.Call, ...] | None

    @property
    def augmentations(self) -> list[str]:
        names = [last(dotted(step.func)) for step in self.steps or ()]
        return [name for name in names if name.startswith(_RANDOM)]


def pipelines(program: Program) -> list[Pipeline]:
    """Every `Compose([...])` with the set that its name or its key tells."""
    found = []
    for call in program.calls:
        if last(program.name(call)) == "Compose" and call.args:
            name = _name(program, call)
            found.append(Pipeline(split_of(name), name, call, _steps(program, call.args[0])))
    return found


def split_of(name: str) -> str | None:
    low = name.lower()
    train, validation = any(w in low for w in _TRAIN), any(w in low for w in _VALIDATION)
    if train == validation:
        return None
    return "train" if train else "validation"


def _name(program: Program, call: ast.Call) -> str:
    """The variable, the key of a dict, the keyword, or the function it is returned from."""
    above = next(program.up(call), None)
    if isinstance(above, ast.Assign):
        return dotted(above.targets[0])
    if isinstance(above, ast.Dict):
        key = above.keys[above.values.index(call)]
        return str(key.value) if isinstance(key, ast.Constant) else ""
    if isinstance(above, ast.Return) and isinstance(scope := program.scope(call), ast.FunctionDef):
        return scope.name
    return ""


def _steps(program: Program, node: ast.expr) -> tuple[ast.Call, ...] | None:
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    found = []
    for step in node.elts:
        made = step
        if name := dotted(step):
            values = program.bound(name)
            made = values[0] if len(values) == 1 else None
        if not isinstance(made, ast.Call):
            return None
        found.append(made)
    return tuple(found)
