"""The labels of the validation batch as class numbers."""

import numpy as np

from probes.batch import Batch
from probes.measures.class_labels import class_labels_of
from probes.shelf import Missing


def validation_labels(validation_batch: Batch) -> np.ndarray:
    labels = class_labels_of(validation_batch)
    if labels is None:
        raise Missing("class_labels")
    return labels
