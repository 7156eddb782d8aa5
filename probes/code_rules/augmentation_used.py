"""Random transforms of the training data; the value of none is said, only that they are there."""

import ast
from collections.abc import Iterator

from probes.source.program import Program
from probes.source.transforms import pipelines


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for pipeline in pipelines(program):
        if pipeline.split != "validation" and pipeline.augmentations:
            yield pipeline.node, "present"
