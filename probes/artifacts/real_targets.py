"""The targets of a regression, as (samples, targets)."""

import numpy as np

from probes.batch import Batch
from probes.measures.class_labels import real_targets_of
from probes.shelf import Missing


def real_targets(batch: Batch) -> np.ndarray:
    targets = real_targets_of(batch)
    if targets is None:
        raise Missing("real_targets")
    return targets
