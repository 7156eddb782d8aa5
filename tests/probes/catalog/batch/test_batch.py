"""What a batch alone tells: a sick one, its healthy twin, and one that is not judged."""

import numpy as np
import pytest
import torch

from tests.probes.catalog.uploads import batch, checkpoint, classes, mlp, told

X, Y = classes(600)
SMALL = batch(x=X[:6], y=Y[:6])
HEALTHY = batch(x=X, y=Y)
TOKENS = batch(input_ids=np.arange(600).reshape(100, 6), labels=np.arange(100) % 3)


def changed(change, dtype=np.float32):
    x = X.copy()
    return batch(x=change(x).astype(dtype), y=Y)


def state(finding: str, **upload) -> str:
    return told(finding, **upload).state


def because(finding: str, **upload) -> str | None:
    return told(finding, **upload).because


def put(place, value):
    def change(x):
        x[place] = value
        return x

    return change


def test_nan_and_infinity_are_counted_in_every_input():
    x = X.copy()
    x[3, 2], x[3, 4], x[9, 0] = np.nan, np.nan, np.inf
    report = told("inputs_contain_nan", batch=batch(x=x, y=Y))
    assert report.state == "present"
    counts = [report.numbers[n] for n in ("nan_count", "inf_count", "samples_hit", "samples")]
    assert counts == [2, 1, 2, 600]
    assert state("inputs_contain_nan", batch=HEALTHY) == "absent"
    assert because("inputs_contain_nan") == "needs_batch"


def test_nan_labels():
    y = X[:, 0].copy()
    assert state("labels_contain_nan", batch=batch(x=X, y=y)) == "absent"
    y[5] = np.nan
    assert told("labels_contain_nan", batch=batch(x=X, y=y)).numbers["bad_count"] == 1
    assert because("labels_contain_nan", batch=batch(x=X)) == "needs_labels"


@pytest.mark.parametrize("filler", [np.nan, -999.0, 9999.0])
def test_fillers_count_as_missing(filler):
    report = told("values_missing", batch=changed(put((slice(0, 60), 2), filler)))
    assert report.state == "present"
    assert (report.numbers["column"], report.numbers["column_share"]) == ("2", 0.1)


def test_a_repeated_value_inside_the_data_is_no_filler():
    assert state("values_missing", batch=changed(put((slice(0, 60), 2), -1.0))) == "absent"
    assert because("values_missing", batch=SMALL) == "batch_too_small"


def hit(share: float, value: float):
    """The value in some cells of every feature, by chance."""
    cells = np.random.default_rng(5).random(X.shape) < share
    return lambda x: np.where(cells, value, x)


@pytest.mark.parametrize("share", [0.03, 0.1, 0.25])
@pytest.mark.parametrize("filler", [-20.0, 57.0])
def test_a_whole_number_far_off_in_several_features_is_a_filler(share, filler):
    report = told("values_missing", batch=changed(hit(share, filler)))
    assert report.state == "present"
    assert report.numbers["filler"] == filler
    assert report.numbers["share"] == pytest.approx(share, rel=0.2)


def test_zero_is_a_filler_where_the_rest_is_far_from_it():
    x = np.where(np.random.default_rng(5).random(X.shape) < 0.1, 0, 120 + 10 * X)
    assert state("values_missing", batch=batch(x=x, y=Y)) == "present"


@pytest.mark.parametrize(
    "change",
    [
        put((slice(0, 60), 2), -20.0),  # one feature alone may have such a value
        hit(0.1, -20.37),  # the logarithm of a small constant
        hit(0.7, -20.0),  # what the features usually are
        lambda x: np.clip(x, -1, 1),
        lambda x: np.clip(np.round(x * 128 + 128), 0, 255),
        lambda x: np.random.default_rng(0).poisson(np.abs(x) * 3),
        lambda x: np.maximum(0, np.round(x * 20)),
    ],
)
def test_clipped_sparse_and_counted_features_hold_no_filler(change):
    assert state("values_missing", batch=changed(change)) == "absent"


def test_the_limit_of_pixels_in_a_table_is_no_filler():
    random = np.random.default_rng(0)
    pixels = random.uniform(0, 1.3, (200, 40)).clip(0, 1)
    pixels[:, :2] = random.uniform(0, 0.1, (200, 2))
    pixels[:8, :2] = 1.0  # a stroke that seldom passes here
    assert state("values_missing", batch=batch(x=pixels.astype("float32"), y=Y[:200])) == "absent"


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x * 100,
        lambda x: x + 50,
        lambda x: x * 1e-4,
        lambda x: (x - x.min()) / np.ptp(x) * 255,
    ],
)
def test_raw_values_are_badly_scaled(change):
    assert state("inputs_badly_scaled", batch=changed(change)) == "present"
    assert state("inputs_badly_scaled", batch=HEALTHY) == "absent"


def test_pixels_are_judged_and_tokens_are_not():
    pixels = np.random.default_rng(0).integers(0, 256, (32, 3, 8, 8))
    assert state("inputs_badly_scaled", batch=batch(x=pixels.astype(np.uint8))) == "present"
    assert state("inputs_badly_scaled", batch=batch(x=(pixels / 255))) == "absent"
    assert because("inputs_badly_scaled", batch=TOKENS) == "needs_measured_inputs"
    assert because("inputs_badly_scaled", batch=SMALL) == "batch_too_small"


def test_one_wild_column():
    report = told("feature_scales_differ", batch=changed(lambda x: x * np.r_[1e4, np.ones(19)]))
    assert (report.state, report.numbers["column"]) == ("present", "0")
    assert state("feature_scales_differ", batch=HEALTHY) == "absent"
    assert because("feature_scales_differ", batch=SMALL) == "batch_too_small"


def test_constant_columns():
    assert state("constant_features", batch=changed(put((slice(None), slice(0, 4)), 3.0))) == (
        "present"
    )
    assert state("constant_features", batch=HEALTHY) == "absent"
    one = changed(put((slice(None), 0), 3.0))
    assert because("constant_features", batch=one) == "a_few_constant_features"


def test_a_column_in_other_units_is_a_duplicate():
    twin = batch(x=np.c_[X, X[:, 3] * 1.8 + 32].astype(np.float64), y=Y)
    assert told("duplicate_features", batch=twin).numbers["count"] == 1
    assert state("duplicate_features", batch=HEALTHY) == "absent"
    codes = batch(x=np.round(X).clip(-1, 1), y=Y)
    assert because("duplicate_features", batch=codes) == "features_of_few_values"


def test_outliers_stand_apart_and_heavy_tails_do_not():
    wild = changed(put((slice(0, 3), 5), 4000.0))
    assert state("inputs_have_outliers", batch=wild) == "present"
    assert state("inputs_have_outliers", batch=HEALTHY) == "absent"
    tails = np.random.default_rng(0).standard_cauchy((600, 20))
    assert because("inputs_have_outliers", batch=batch(x=tails, y=Y)) == "tails_are_heavy"


def test_whole_samples_on_another_scale_are_outliers_though_they_fill_the_way_there():
    report = told("inputs_have_outliers", batch=changed(put(slice(0, 18), 100 * X[:18])))
    assert report.state == "present"
    assert report.numbers["apart"] == 18
    assert report.numbers["between"] > report.numbers["outliers"] / 3


@pytest.mark.parametrize("features", [1, 2, 20])
def test_heavy_tails_leave_no_such_gap(features):
    draws = np.random.default_rng(1)
    for draw in (draws.standard_cauchy, lambda size: draws.lognormal(0, 2, size)):
        for _ in range(50):
            x = draw((256, features))
            y = np.arange(256) % 3
            assert told("inputs_have_outliers", batch=batch(x=x, y=y)).numbers["apart"] == 0


def test_constant_labels():
    assert state("labels_constant", batch=batch(x=X, y=np.ones(600, int))) == "present"
    assert state("labels_constant", batch=HEALTHY) == "absent"
    assert because("labels_constant", batch=SMALL) == "batch_too_small"


def test_few_samples_are_enough_where_one_class_is_nearly_all():
    most = np.r_[np.zeros(59, int), 1, 2, 3, 4, 5, 6, 6]
    assert state("classes_imbalanced", batch=batch(x=X[:66], y=most)) == "present"
    drawn = np.random.default_rng(0).integers(0, 7, 66)
    balanced = batch(x=X[:66], y=drawn)
    assert because("classes_imbalanced", batch=balanced) == "too_few_samples_per_class"


def test_imbalance_is_counted():
    rare = (np.arange(600) % 20 == 0).astype(int)
    report = told("classes_imbalanced", batch=batch(x=X, y=rare))
    assert report.state == "present"
    assert (report.numbers["majority_count"], report.numbers["minority_count"]) == (570, 30)
    assert state("classes_imbalanced", batch=HEALTHY) == "absent"
    assert because("classes_imbalanced", batch=SMALL) == "too_few_samples_per_class"


@pytest.mark.parametrize("order", [np.argsort(Y), np.argsort(Y // 2, kind="stable")])
def test_sorted_samples(order):
    assert state("samples_ordered_by_class", batch=batch(x=X[order], y=Y[order])) == "present"
    assert state("samples_ordered_by_class", batch=HEALTHY) == "absent"
    assert because("samples_ordered_by_class", batch=SMALL) == "batch_too_small"


def test_classes_are_counted():
    assert told("class_count", batch=HEALTHY).value == 4
    assert told("class_count", batch=batch(x=X, y=np.eye(7)[Y])).value == 7
    assert because("class_count", batch=SMALL) == "batch_too_small"


def test_targets_in_the_thousands():
    y = X[:, 0] * 1.5 + 0.1
    assert state("targets_badly_scaled", batch=batch(x=X, y=y * 5000)) == "present"
    assert state("targets_badly_scaled", batch=batch(x=X, y=y)) == "absent"
    assert because("targets_badly_scaled", batch=HEALTHY) == "needs_real_targets"


def test_wrong_labels_are_estimated():
    generator = np.random.default_rng(1)
    wrong = generator.random(600) < 0.2
    noisy = np.where(wrong, (Y + generator.integers(1, 4, 600)) % 4, Y)
    report = told("labels_disagree_with_inputs", batch=batch(x=X, y=noisy))
    assert report.state == "present"
    assert report.numbers["share"] == pytest.approx(wrong.mean(), abs=0.05)
    assert state("labels_disagree_with_inputs", batch=HEALTHY) == "absent"
    assert because("labels_disagree_with_inputs", batch=SMALL) == "batch_too_small"


def test_shuffled_labels_are_unrelated():
    shuffled = batch(x=X, y=np.random.default_rng(0).permutation(Y))
    assert state("features_unrelated_to_labels", batch=shuffled) == "present"
    assert state("features_unrelated_to_labels", batch=HEALTHY) == "absent"
    assert because("features_unrelated_to_labels", batch=SMALL) == "batch_too_small"


def test_wide_tables():
    generator = np.random.default_rng(0)
    wide = generator.normal(size=(87, 400))
    y = np.arange(87) % 3
    assert state("many_features_few_samples", batch=batch(x=wide, y=y)) == "present"
    assert state("many_features_few_samples", batch=HEALTHY) == "absent"
    part = batch(x=wide[:64], y=y[:64])
    assert because("many_features_few_samples", batch=part) == "batch_may_be_a_part"


def test_few_samples_only_where_it_is_the_whole_set():
    assert state("few_training_samples", batch=batch(x=X[:143], y=Y[:143])) == "present"
    assert because("few_training_samples", batch=batch(x=X[:128], y=Y[:128])) == (
        "batch_may_be_a_part"
    )
    many = batch(x=np.zeros((6000, 2), np.float32), y=np.arange(6000) % 2)
    assert state("few_training_samples", batch=many) == "absent"


def test_repeated_samples():
    report = told("repeated_samples", batch=batch(x=np.r_[X, X[:60]], y=np.r_[Y, Y[:60]]))
    assert (report.state, report.numbers["count"]) == ("present", 60)
    assert state("repeated_samples", batch=HEALTHY) == "absent"
    codes = batch(x=np.round(X[:, :3]).clip(-1, 1), y=Y)
    assert because("repeated_samples", batch=codes) == "samples_of_few_values"


def with_head(width: int):
    return checkpoint(mlp(20, 32, width))


def test_labels_beyond_the_outputs():
    report = told("labels_outside_range", batch=HEALTHY, checkpoint=with_head(3))
    assert report.state == "present"
    assert report.numbers["count"] == int((Y == 3).sum())
    assert state("labels_outside_range", batch=HEALTHY, checkpoint=with_head(4)) == "absent"
    assert because("labels_outside_range", batch=HEALTHY) == "needs_head"
    ignored = batch(x=X, y=np.where(np.arange(600) % 9 == 0, -100, Y))
    assert state("labels_outside_range", batch=ignored, checkpoint=with_head(4)) == "absent"


def test_label_forms_that_no_loss_takes():
    four = with_head(4)
    floats = batch(x=X, y=Y.astype(np.float32))
    assert state("label_type_mismatch", batch=floats, checkpoint=four) == "present"
    assert state("label_type_mismatch", batch=HEALTHY, checkpoint=four) == "absent"
    codes = batch(x=X, y=np.eye(4)[Y])
    assert because("label_type_mismatch", batch=codes, checkpoint=four) == "loss_decides_form"
    wide = batch(x=X, y=np.eye(6)[Y])
    assert state("label_type_mismatch", batch=wide, checkpoint=four) == "present"


def test_a_fresh_head_and_rare_classes():
    def fresh(width: int):
        model = mlp(20, 32, width)
        torch.nn.init.zeros_(model[-1].bias)
        return checkpoint(model)

    rare = batch(x=X, y=(np.arange(600) % 20 == 0).astype(int))
    finding = "head_bias_far_from_class_share"
    assert state(finding, batch=rare, checkpoint=fresh(2)) == "present"
    assert state(finding, batch=HEALTHY, checkpoint=fresh(4)) == "absent"
    assert because(finding, batch=rare, checkpoint=with_head(2)) == "bias_was_trained"
