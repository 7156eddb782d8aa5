"""How well simple models tell the labels of the batch."""

import numpy as np

from probes.measures import label_skill as measures


def label_skill(sample_matrix: np.ndarray, sample_labels: np.ndarray) -> measures.LabelSkill:
    return measures.label_skill(sample_matrix, sample_labels)
