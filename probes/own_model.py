"""Builds a person's own model from their own code and exports it: it runs that code.

    python -m probes.own_model package.module:build --batch batch.npz --to model.pt2

Only the command line on a person's own machine does this, and says so first. `build()` gives a
module, or a module and the loss function; the loss goes into the file with it.
"""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import torch
from torch import Tensor, nn

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.formats.recognise import open_upload

EXAMPLES = 8  # samples that the export runs on


class _WithLoss(nn.Module):
    def __init__(self, model: nn.Module, loss: Callable[[Tensor, Tensor], Tensor]) -> None:
        super().__init__()
        self.model, self.loss = model, loss

    def forward(self, *given: Tensor) -> tuple[Tensor, Tensor]:
        output = self.model(*given[:-1])
        return self.loss(output, given[-1]), output


def build(place: str) -> tuple[nn.Module, Callable | None]:
    module_name, _, name = place.partition(":")
    made: object = import_module(module_name)
    for part in name.split("."):
        made = getattr(made, part)
    built = made() if callable(made) and not isinstance(made, nn.Module) else made
    model, loss = built if isinstance(built, tuple) else (built, None)
    if not isinstance(model, nn.Module):
        raise TypeError(f"{place} gives a {type(model).__name__}, not a torch.nn.Module")
    return model, loss


def load_weights(model: nn.Module, checkpoint: Checkpoint) -> None:
    """Read inertly, as every checkpoint; names that do not fit are an error."""
    own = model.state_dict()
    stored = {name: tensor for name, tensor in checkpoint.weights.items() if tensor.readable}
    wanted = {name: torch.tensor(stored[name].array()).to(own[name].dtype).reshape(own[name].shape)
              for name in own if name in stored}  # fmt: skip
    model.load_state_dict(wanted, strict=True)


def export(model: nn.Module, loss: Callable | None, batch: Batch, path: Path) -> None:
    """In train mode, at any batch size where the model allows it."""
    arrays = [*batch.inputs.values(), *(batch.targets.values() if loss else ())]
    examples = tuple(torch.tensor(array[:EXAMPLES]) for array in arrays)
    examples = tuple(e.float() if e.dtype == torch.float64 else e for e in examples)
    whole = (model if loss is None else _WithLoss(model, loss)).train()
    size = torch.export.Dim("batch", min=2, max=1 << 16)
    shapes = tuple({0: size} for _ in examples)
    given = (shapes,) if loss is not None else shapes
    try:
        program = torch.export.export(whole, examples, dynamic_shapes=given)
    except Exception:  # a batch size that is written into the model: torch has no one error for it
        program = torch.export.export(whole, examples)
    torch.export.save(program, path)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m probes.own_model")
    parser.add_argument("place")
    parser.add_argument("--batch", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    asked = parser.parse_args()
    sys.path.insert(0, str(Path.cwd()))
    try:
        model, loss = build(asked.place)
        if asked.checkpoint:
            load_weights(model, open_upload(asked.checkpoint))
        export(model, loss, open_upload(asked.batch), asked.to)
    except Exception as error:  # of the person's own code: they are to see it
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
