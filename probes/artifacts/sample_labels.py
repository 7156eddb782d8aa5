"""The labels of the rows of `sample_matrix`."""

import numpy as np

from probes.artifacts.sample_matrix import MOST_SAMPLES


def sample_labels(class_labels: np.ndarray) -> np.ndarray:
    """Numbered from 0 without gaps."""
    count = len(class_labels)
    picked = np.unique(np.linspace(0, count - 1, min(count, MOST_SAMPLES)).astype(int))
    return np.unique(class_labels[picked], return_inverse=True)[1]
