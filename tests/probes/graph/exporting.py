"""Export a model as a person would, and run it eagerly for comparison."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

TOLERANCE = 1e-5


@dataclass
class Example:
    """`inputs` are positional; `varying` has a batch of another size for dynamic exports."""

    model: nn.Module
    inputs: tuple
    dynamic: bool = True
    strict: bool = False
    keywords: dict | None = None


def export(example: Example, path: Path, mode: str = "train", decompose: bool = False) -> Path:
    example.model.train(mode == "train")
    kwargs = example.keywords or {}
    shapes = None
    if example.dynamic:
        batch = torch.export.Dim("batch", min=2, max=4096)
        positional = tuple(_dims(value, batch) for value in example.inputs)
        named = {name: _dims(value, batch) for name, value in kwargs.items()}
        shapes = _by_name(example.model, positional) | named
    program = torch.export.export(
        example.model, example.inputs, kwargs, dynamic_shapes=shapes, strict=example.strict
    )
    if decompose:
        program = program.run_decompositions()
    torch.export.save(program, path)
    return path


def eager(model: nn.Module, inputs: tuple, keywords: dict, mode: str) -> tuple[list, dict]:
    """Outputs and gradients of the sum of their squares, with buffers left as they were."""
    state = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model.train(mode == "train")
    model.zero_grad()
    torch.manual_seed(0)
    outputs = flatten(model(*inputs, **keywords))
    scalar(outputs).backward()
    model.load_state_dict(state)
    return outputs, {name: p.grad for name, p in model.named_parameters(remove_duplicate=False)}


def scalar(outputs: list) -> Tensor:
    floats = [o for o in outputs if isinstance(o, Tensor) and o.requires_grad]
    return sum(o.float().square().mean() for o in floats)


def flatten(outputs: object) -> list:
    return torch.utils._pytree.tree_leaves(outputs)


def _dims(value: object, batch: object) -> object:
    if isinstance(value, dict):
        return {name: _dims(item, batch) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(_dims(item, batch) for item in value)
    return {0: batch}


def _by_name(model: nn.Module, positional: tuple) -> dict:
    import inspect

    names = list(inspect.signature(model.forward).parameters)
    return dict(zip(names, positional, strict=False))
