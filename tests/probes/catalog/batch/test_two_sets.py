"""Training against validation batch: what differs, what leaks, and what is only chance."""

import numpy as np
import pytest

from tests.probes.catalog.batch.healthy_batches import MAKERS
from tests.probes.catalog.uploads import batch, told

X, Y = MAKERS["correlated"](np.random.default_rng(0), 800)
TRAIN = batch(x=X[::2], y=Y[::2])


def against(change=lambda x: x, y=Y[1::2]) -> dict:
    x = change(X[1::2].copy()).astype(np.float32)
    return {"batch": TRAIN, "validation_batch": batch(x=x, y=y)}


def noise(size: float):
    return lambda x: x + np.random.default_rng(5).normal(0, size, x.shape)


HEALTHY = against()
TINY = {"batch": TRAIN, "validation_batch": batch(x=X[1:17], y=Y[1:17])}


@pytest.mark.parametrize("change", [lambda x: x * 3, lambda x: x + 1.5, lambda x: x / 255])
def test_another_scale_or_offset(change):
    assert told("preprocessing_differs", **against(change)).state == "present"
    assert told("preprocessing_differs", **HEALTHY).state == "absent"
    assert told("preprocessing_differs", **TINY).because == "batch_too_small"


def test_noise_fills_the_quiet_directions():
    assert told("validation_noisier", **against(noise(0.5))).state == "present"
    assert told("validation_noisier", **HEALTHY).state == "absent"
    assert told("validation_noisier", **TINY).because == "batch_too_small"


@pytest.mark.parametrize("change", [noise(1.5), lambda x: x + 0.7, lambda x: x[:, ::-1]])
def test_sets_of_different_distribution(change):
    assert told("sets_differ", **against(change)).state == "present"
    assert told("sets_differ", **HEALTHY).state == "absent"
    assert told("sets_differ", **TINY).because == "batch_too_small"


def test_a_little_difference_is_not_judged():
    """A fifth of a standard deviation in one feature, as the later part of a series may be away."""
    later = against(lambda x: x + 0.2 * x.std(axis=0) * (np.arange(x.shape[1]) == 0))
    assert told("sets_differ", **later).because == "sets_differ_slightly"


def test_shared_samples_are_counted():
    leaking = batch(x=np.r_[X[1::2], X[::2][:50]], y=np.r_[Y[1::2], Y[::2][:50]])
    report = told("samples_shared_between_sets", batch=TRAIN, validation_batch=leaking)
    assert (report.state, report.numbers["count"]) == ("present", 50)
    assert told("samples_shared_between_sets", **HEALTHY).state == "absent"
    other = {"batch": TRAIN, "validation_batch": batch(x=X[1::2, :3], y=Y[1::2])}
    assert told("samples_shared_between_sets", **other).because == "sets_of_different_shape"


def test_samples_of_a_small_world_are_in_both_sets_without_a_leak():
    """Twenty-four pictures, drawn again and again."""
    random = np.random.default_rng(0)
    world = random.normal(size=(24, 16)).astype("float32")
    one, other = (batch(x=world[random.integers(0, 24, 100)], y=np.zeros(100)) for _ in range(2))
    report = told("samples_shared_between_sets", batch=one, validation_batch=other)
    assert report.because == "samples_of_few_values"


def test_blank_samples_of_both_sets_are_not_the_same_sample():
    dark, black = X[::2].copy(), X[1::2].copy()
    dark[:80], black[:80] = 0, 0
    sets = {"batch": batch(x=dark, y=Y[::2]), "validation_batch": batch(x=black, y=Y[1::2])}
    assert told("samples_shared_between_sets", **sets).state == "absent"
    assert told("repeated_samples", batch=sets["batch"]).state == "absent"
    assert told("blank_samples", batch=sets["batch"]).numbers["count"] == 80


def test_other_class_shares():
    ones = np.where(np.arange(400) % 3 > 0, 1, Y[1::2])
    assert told("class_shares_differ", **against(y=ones)).state == "present"
    assert told("class_shares_differ", **HEALTHY).state == "absent"
    assert told("class_shares_differ", **TINY).because == "batch_too_small"


def test_a_small_whole_set():
    def of(samples):
        return told("small_validation_set", validation_batch=batch(x=X[:samples], y=Y[:samples]))

    assert of(87).state == "present"
    assert of(64).because == "batch_may_be_a_part"
    many = batch(x=np.zeros((1200, 2), np.float32), y=np.arange(1200) % 2)
    assert told("small_validation_set", validation_batch=many).state == "absent"


def labelled(y, validation_y=None, picked=slice(None)) -> dict:
    """Small sets of one learnable task, with these labels."""
    x, right = MAKERS["gaussians"](np.random.default_rng(2), 440)
    return {
        "batch": batch(x=x[:220][picked], y=y(right[:220][picked])),
        "validation_batch": batch(x=x[220:], y=(validation_y or np.array)(right[220:])),
    }


def shuffled(y):
    return np.random.default_rng(0).permutation(y)


def partly_wrong(y):
    wrong = np.random.default_rng(0).random(len(y)) < 0.45
    return np.where(wrong, np.random.default_rng(1).integers(0, 4, len(y)), y)


def test_the_validation_batch_shows_that_the_labels_could_be_learned():
    report = told("features_unrelated_to_labels", **labelled(shuffled))
    assert report.state == "present" and report.numbers["validation_z"] > 8
    assert told("features_unrelated_to_labels", **labelled(np.array)).state == "absent"
    both = told("features_unrelated_to_labels", **labelled(shuffled, shuffled))
    assert both.because == "batch_too_small"


def test_labels_far_worse_than_those_of_the_validation_batch():
    noisy = told("labels_disagree_with_inputs", **labelled(partly_wrong))
    assert noisy.state == "present"
    assert told("labels_disagree_with_inputs", **labelled(np.array)).state == "absent"
    alone = {"batch": labelled(partly_wrong)["batch"]}
    assert told("labels_disagree_with_inputs", **alone).because == "too_hard_for_a_simple_model"


def test_sets_that_hold_the_classes_in_other_shares_do_not_differ_by_that():
    x, y = MAKERS["gaussians"](np.random.default_rng(2), 900)
    rare = (y == 0) | (np.arange(900) % 6 == 0)
    sets = {
        "batch": batch(x=x[:450][rare[:450]], y=y[:450][rare[:450]]),
        "validation_batch": batch(x=x[450:], y=y[450:]),
    }
    assert told("class_shares_differ", **sets).state == "present"
    assert told("sets_differ", **sets).state == "absent"


def test_a_sorted_part_is_no_sample_of_its_set():
    x, y = MAKERS["gaussians"](np.random.default_rng(2), 900)
    order = np.argsort(y[:600], kind="stable")[:200]
    sets = {
        "batch": batch(x=x[:600][order], y=y[:600][order]),
        "validation_batch": batch(x=x[600:], y=y[600:]),
    }
    assert told("class_shares_differ", **sets).because == "batch_may_be_a_part"
    assert told("class_count", **sets).value == 4.0


def test_classes_that_validation_numbers_otherwise_are_named():
    def swapped(y):
        return np.array([1, 0, 2, 3])[y]

    report = told("classes_swapped_between_sets", **labelled(np.array, swapped))
    assert report.state == "present"
    assert (report.numbers["count"], report.numbers["label"], report.numbers["called"]) == (2, 0, 1)
    assert told("classes_swapped_between_sets", **labelled(np.array)).state == "absent"
    noisy = labelled(np.array, partly_wrong)
    assert told("classes_swapped_between_sets", **noisy).state == "absent"
    hard = told("classes_swapped_between_sets", **labelled(shuffled))
    assert hard.because == "too_hard_for_a_simple_model"
