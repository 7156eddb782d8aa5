"""Which framework the script trains with."""

import ast
from collections.abc import Iterator

from probes.source.program import Program
from probes.source.settings import Value

_FRAMEWORKS = {
    **dict.fromkeys(("torch", "torchvision", "lightning", "accelerate", "fastai"), "pytorch"),
    **dict.fromkeys(("tensorflow", "keras"), "tensorflow"),
    **dict.fromkeys(("jax", "flax", "optax"), "jax"),
}


def find(program: Program) -> Iterator[Value]:
    imports = [node for node in program.nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    told = {_FRAMEWORKS.get(full.split(".")[0]) for full in program.imports.values()} - {None}
    if len(told) == 1 and imports:
        yield min(imports, key=lambda node: node.lineno), told.pop()
