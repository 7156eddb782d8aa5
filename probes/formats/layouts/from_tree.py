"""A pickled tree is a batch where it looks like one, else a checkpoint."""

import numpy as np

from probes.batch import Batch
from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats.batch_roles import batch_of, looks_like_batch
from probes.formats.layouts.compose import compose
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.values import Object, Table, TensorLike
from probes.refusal import Refusal


def from_tree(root: object, binder: Binder, format_name: str) -> Checkpoint | Batch:
    given = _arrays(root)
    if given is None:
        return compose(root, binder, format_name)
    bound = {name: binder.bind(value) for name, value in given.items()}  # type: ignore[arg-type]
    if not all(stored.readable for stored in bound.values()):
        raise Refusal("batch_without_inputs")
    return batch_of({name: _numbers(stored) for name, stored in bound.items()}, format_name)


def _numbers(stored: StoredTensor) -> np.ndarray | None:
    return stored.array() if stored.dtype == "bfloat16" else stored.raw


def _arrays(root: object) -> dict[str, object] | None:
    """{"x": ..., "y": ...}, (x, y), or a TensorDataset."""
    if isinstance(root, Object) and "tensors" in root.fields:
        root = root.fields["tensors"]
    if isinstance(root, Table):
        named = root.named
        tensors = {name: value for name, value in named.items() if isinstance(value, TensorLike)}
        shapes = {name: _shape(value) for name, value in tensors.items()}
        return tensors if len(tensors) == len(named) and looks_like_batch(shapes) else None
    if isinstance(root, (tuple, list)) and 2 <= len(root) <= 3:
        shapes = [_shape(value) for value in root]
        if all(isinstance(v, TensorLike) for v in root) and all(shapes):
            same = len({shape[0] for shape in shapes}) == 1
            return {str(place): value for place, value in enumerate(root)} if same else None
    if isinstance(root, TensorLike) and len(_shape(root)) >= 2:
        return {"x": root}
    return None


def _shape(value: object) -> tuple[int, ...]:
    shape = getattr(value, "shape", ())
    return shape if isinstance(shape, tuple) else ()
