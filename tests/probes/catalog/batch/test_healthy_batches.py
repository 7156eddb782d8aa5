"""Healthy batches of many shapes: at most one in a hundred is called sick by any probe."""

from collections import Counter

from probes import runner
from tests.probes.catalog.batch.healthy_batches import healthy_pairs
from tests.probes.catalog.uploads import batch

ALARMS = [
    "classes_imbalanced",
    "class_shares_differ",
    "constant_features",
    "duplicate_features",
    "feature_scales_differ",
    "inputs_badly_scaled",
    "inputs_contain_nan",
    "inputs_have_outliers",
    "labels_constant",
    "labels_contain_nan",
    "many_features_few_samples",
    "preprocessing_differs",
    "repeated_samples",
    "samples_ordered_by_class",
    "samples_shared_between_sets",
    "targets_badly_scaled",
    "validation_noisier",
    "values_missing",
]
# With a learner inside they take a tenth of a second each: a few batches.
SLOW = ["features_unrelated_to_labels", "sets_differ", "labels_disagree_with_inputs"]


def test_at_most_one_healthy_batch_in_a_hundred_alarms_a_probe():
    alarms, pairs = Counter(), 0
    for place, (_, train, validation) in enumerate(healthy_pairs(seeds=2)):
        pairs += 1
        upload = {"batch": batch(**train), "validation_batch": batch(**validation)}
        reports = runner.run(upload, only=ALARMS + (SLOW if place % 25 == 0 else []))
        assert not [report for report in reports if report.because == "failed"]
        alarms.update(report.finding for report in reports if report.state == "present")
    assert pairs >= 100
    assert {name: count for name, count in alarms.items() if count > pairs / 100} == {}
