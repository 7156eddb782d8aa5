"""Training and validation inputs by feature, where they can be compared."""

from probes.measures import paired_features as measures
from probes.measures.features import Features
from probes.shelf import Missing


def paired_features(features: Features, validation_features: Features) -> measures.PairedFeatures:
    found = measures.paired(features, validation_features)
    if found is None:
        raise Missing("comparable_sets")
    return found
