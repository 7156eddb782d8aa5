"""How well simple models tell the labels of the validation batch."""

import numpy as np

from probes.artifacts.sample_labels import sample_labels
from probes.artifacts.sample_matrix import sample_matrix
from probes.batch import Batch
from probes.measures import label_skill as measures
from probes.measures.features import Features


def validation_label_skill(
    validation_batch: Batch, validation_features: Features, validation_labels: np.ndarray
) -> measures.LabelSkill:
    """Scaled by its own mean and deviation: another scale is no other difficulty."""
    rows = sample_matrix(validation_batch, validation_features)
    return measures.label_skill(rows, sample_labels(validation_labels))
