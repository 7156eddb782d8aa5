"""The samples of the batch as standardised rows, for simple models."""

import numpy as np

from probes.batch import Batch
from probes.measures.features import Features, standardised_samples

MOST_SAMPLES = 2000
MOST_COLUMNS = 256


def sample_matrix(batch: Batch, features: Features) -> np.ndarray:
    """At most 2000 evenly spread samples; `features` makes sure that inputs are measured values."""
    del features
    return standardised_samples(batch.x, MOST_SAMPLES, MOST_COLUMNS)
