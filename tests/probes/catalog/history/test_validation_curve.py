"""Each probe of the validation curve: a sick one, its healthy twin, one that it does not judge."""

import numpy as np
import pytest

from tests.probes.catalog.history.synthetic import history_of
from tests.probes.catalog.history.verdicts import because, report, state

RNG = np.random.default_rng(0)
PLACE = np.linspace(0, 1, 40)
TRAIN = (0.05 + 2.2 * np.exp(-6 * PLACE)) * np.exp(RNG.normal(0, 0.01, 40))
FOLLOWS = (0.09 + 2.1 * np.exp(-6 * PLACE)) * np.exp(RNG.normal(0, 0.01, 40))
TURNS = FOLLOWS + 1.5 * np.maximum(0, PLACE - 0.35)
LEARNS = 1 - 0.9 * np.exp(-8 * PLACE)
STUCK = np.full(40, 2.31) * np.exp(RNG.normal(0, 0.004, 40))


def run(train=TRAIN, validation=FOLLOWS, **more):
    return history_of(
        epoch=np.arange(1, len(train) + 1), train_loss=train, val_loss=validation, **more
    )


SICK = {
    "validation_loss_far_above_training_loss": run(validation=TURNS),
    "validation_loss_rises": run(validation=TURNS),
    "validation_loss_rises_while_accuracy_rises": run(validation=TURNS, val_acc=LEARNS),
    "validation_loss_not_decreasing": run(validation=STUCK),
    "validation_below_training": run(train=2.5 * TRAIN),
    "validation_gap_from_start": run(train=0.5 * TRAIN, validation=STUCK),
    "validation_fluctuates": run(
        train=TRAIN + 0.5, validation=(FOLLOWS + 0.5) * np.exp(RNG.normal(0, 0.4, 40))
    ),
    "both_losses_equally_bad": run(train=0.97 * STUCK, validation=STUCK),
    "best_epoch_long_past": run(validation=TURNS),
    "validation_at_chance": run(
        validation=STUCK, train_acc=LEARNS, val_acc=0.1 + RNG.normal(0, 0.01, 40)
    ),
}
WELL = run(train_acc=LEARNS, val_acc=LEARNS - 0.01)
NEEDS = {
    "validation_loss_rises_while_accuracy_rises": "needs_validation_loss",
    "validation_at_chance": "needs_training_accuracy",
}


@pytest.mark.parametrize("finding", SICK)
def test_the_sick_run_is_found_and_its_healthy_twin_is_not(finding):
    assert state(finding, SICK[finding]) == "present"
    assert state(finding, WELL) == "absent"


@pytest.mark.parametrize("finding", SICK)
def test_without_validation_nothing_is_said(finding):
    history = history_of(epoch=np.arange(40), train_loss=TRAIN)
    assert because(finding, history) == NEEDS.get(finding, "needs_validation_loss")


@pytest.mark.parametrize("finding", SICK)
def test_two_evaluations_are_not_judged(finding):
    history = run(TRAIN[:2], FOLLOWS[:2], train_acc=LEARNS[:2], val_acc=LEARNS[:2])
    assert because(finding, history) == "too_few_points"


def test_the_onset_of_overfitting_is_told():
    numbers = report("validation_loss_rises", SICK["validation_loss_rises"]).numbers
    assert 12 <= numbers["epoch"] <= 20
    assert numbers["end"] > 2 * numbers["best"]


def test_a_rise_of_a_loss_that_is_nearly_gone_is_no_alarm():
    validation = 0.02 + 2.2 * np.exp(-12 * PLACE) + 0.03 * PLACE
    assert state("validation_loss_rises", run(validation=validation)) == "absent"
    assert state("best_epoch_long_past", run(validation=validation)) == "absent"


def test_overfitting_is_no_gap_from_the_start():
    assert state("validation_gap_from_start", run(validation=TURNS)) == "absent"


def test_a_gap_between_small_losses_with_like_accuracies_is_no_alarm():
    history = run(0.05 * TRAIN, 0.2 * FOLLOWS, train_acc=LEARNS, val_acc=LEARNS - 0.005)
    assert state("validation_loss_far_above_training_loss", history) == "absent"
    assert state("validation_gap_from_start", history) == "absent"


def test_underfitting_is_told_by_the_accuracy_where_there_is_one():
    finding, level = "both_losses_equally_bad", 0.9 + 1.2 * np.exp(-15 * PLACE)
    assert because(finding, run(level, level)) == "wanted_level_not_known"
    poor = 0.2 + 0.4 * (1 - np.exp(-15 * PLACE))
    assert state(finding, run(level, level, train_acc=poor)) == "present"
    assert state(finding, run(level, level, train_acc=LEARNS)) == "absent"


def test_underfitting_is_not_called_before_the_loss_has_stopped():
    falls, poor = 2.3 - 1.2 * PLACE, np.full(40, 0.5)
    found = because("both_losses_equally_bad", run(falls, falls, train_acc=poor))
    assert found == "still_rising"


def test_validation_that_is_good_at_once_need_not_fall():
    good = np.full(40, 0.95)
    found = because("validation_loss_not_decreasing", run(validation=STUCK, val_acc=good))
    assert found == "good_from_the_start"


def test_chance_in_validation_is_told_with_the_number_of_classes():
    finding, low = "validation_at_chance", 0.14 + 0.15 * PLACE
    history = run(train_acc=LEARNS, val_acc=low)
    assert state(finding, history) != "present"
    assert state(finding, history, class_count=3) == "present"


@pytest.mark.parametrize(("samples", "expected"), [(100, "present"), (20_000, "absent")])
def test_a_fall_of_the_accuracy_that_a_few_samples_explain_is_no_fall(samples, expected):
    falls = np.round((0.97 - 0.01 * PLACE) * samples) / samples
    finding = "validation_loss_rises_while_accuracy_rises"
    assert state(finding, run(validation=TURNS, val_acc=falls)) == expected


def test_a_validation_accuracy_that_is_nearly_perfect_at_the_end_is_told():
    finding = "validation_accuracy_near_perfect"
    assert state(finding, run(val_acc=LEARNS)) == "present"
    assert state(finding, run(val_acc=np.minimum(LEARNS, 0.93))) == "absent"
    assert state(finding, run(val_acc=np.where(PLACE < 0.7, LEARNS, 0.6))) == "absent"
