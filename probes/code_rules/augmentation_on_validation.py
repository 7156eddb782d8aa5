"""Random augmentation changes the validation set as well."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted, last
from probes.source.program import Program, keyword
from probes.source.transforms import Pipeline, pipelines, split_of


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    found = pipelines(program)
    for pipeline in found:
        if (
            pipeline.split == "validation"
            and pipeline.augmentations
            and "tta" not in program.text.lower()
        ):
            yield pipeline.node, "present"
    random = {one.name for one in found if one.augmentations and one.name}
    for call in program.calls:
        held_out = _is_held_out(program, call) and dotted(keyword(call, "transform")) in random
        if held_out or _splits_augmented(program, call, random):
            yield call, "present"
    if any(p.split == "train" and p.augmentations for p in found):
        yield from _clean(found)


def _clean(found: list[Pipeline]) -> Iterator[tuple[ast.AST, str]]:
    for pipeline in found:
        if (
            pipeline.split == "validation"
            and pipeline.steps is not None
            and not pipeline.augmentations
        ):
            yield pipeline.node, "absent"


def _is_held_out(program: Program, call: ast.Call) -> bool:
    """val_set = CIFAR10(root, train=False, transform=...)"""
    above = next(program.up(call), None)
    named = isinstance(above, ast.Assign) and split_of(dotted(above.targets[0])) == "validation"
    flag = keyword(call, "train")
    return named or (isinstance(flag, ast.Constant) and flag.value is False)


def _splits_augmented(program: Program, call: ast.Call, random: set[str]) -> bool:
    """Both halves of a random_split go through the transform of the whole."""
    if last(program.name(call)) != "random_split" or not call.args:
        return False
    if ".transform =" in program.text or ".dataset = " in program.text:
        return False
    above = next(program.up(call), None)
    targets = ast.unparse(above.targets[0]).lower() if isinstance(above, ast.Assign) else ""
    if "val" not in targets and "test" not in targets:
        return False
    given = program.latest(dotted(call.args[0]), call)
    made = given.value if given is not None else None
    return isinstance(made, ast.Call) and dotted(keyword(made, "transform")) in random
