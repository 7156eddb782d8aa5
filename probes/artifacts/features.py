"""The inputs of the batch by feature."""

from probes.batch import Batch
from probes.measures.features import Features, features_of
from probes.shelf import Missing


def features(batch: Batch) -> Features:
    found = features_of(batch)
    if found is None:
        raise Missing("measured_inputs")
    return found
