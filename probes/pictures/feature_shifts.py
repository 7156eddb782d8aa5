"""How far each feature's mean lies apart between training and validation, in deviations."""

import numpy as np

from probes.measures.paired_features import PairedFeatures

MOST_FEATURES = 60


def draw(paired_features: PairedFeatures) -> dict[str, object]:
    """The widest apart first; of constant features the deviation of the other set counts."""
    one, other = paired_features.train, paired_features.validation
    spread = np.maximum(one.std(axis=0), other.std(axis=0))
    shifts = np.abs(one.mean(axis=0) - other.mean(axis=0)) / spread
    order = np.argsort(-shifts)[:MOST_FEATURES]
    return {"names": [str(place) for place in order], "values": shifts[order]}
