"""The labels of the batch as class numbers; ignored ones stay in."""

import numpy as np

from probes.batch import Batch
from probes.measures.class_labels import class_labels_of
from probes.shelf import Missing


def class_labels(batch: Batch) -> np.ndarray:
    labels = class_labels_of(batch)
    if labels is None:
        raise Missing("class_labels")
    return labels
