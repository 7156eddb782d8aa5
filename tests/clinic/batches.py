"""The training set in shuffled batches, as tensors."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from tests.clinic.data import Data
from tests.clinic.recipe import Recipe


def batches(recipe: Recipe, data: Data, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
    rng = np.random.default_rng(recipe.seed * 10_000 + epoch)
    count = len(data.y)
    order = np.arange(count) if recipe.sorted_by_class else rng.permutation(count)
    for start in range(0, count, recipe.batch_size):
        some = order[start : start + recipe.batch_size]
        if recipe.batchnorm and len(some) < 2:
            continue
        x = data.x[some]
        if recipe.augmentation:
            x = x + rng.normal(0, recipe.augmentation, x.shape).astype(x.dtype)
        yield inputs(x), targets(data.y[some])


def inputs(x: np.ndarray) -> Tensor:
    return torch.from_numpy(x if x.dtype == np.float32 else x.astype(np.int64))


def targets(y: np.ndarray) -> Tensor:
    return torch.from_numpy(y if y.dtype == np.float32 else y.astype(np.int64))
