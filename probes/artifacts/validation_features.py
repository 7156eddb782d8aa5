"""The inputs of the validation batch by feature."""

from probes.batch import Batch
from probes.measures.features import Features, features_of
from probes.shelf import Missing


def validation_features(validation_batch: Batch) -> Features:
    found = features_of(validation_batch)
    if found is None:
        raise Missing("measured_inputs")
    return found
