"""NaN: whether, when, and whether the log can tell."""

import numpy as np
import pytest

from tests.probes.catalog.history.synthetic import history_of
from tests.probes.catalog.history.verdicts import because, report, state

GOOD = np.linspace(2.3, 0.5, 400)


def steps(bad_from, value=np.nan):
    loss = GOOD.copy()
    if bad_from is not None:
        loss[bad_from:] = value
    return history_of(step=np.arange(1, 401), loss=loss)


FINDINGS = {
    "loss_becomes_nan": {0, 1, 300},
    "loss_nan_before_training": {0},
    "nan_at_first_step": {1},
    "nan_appears_late": {300},
}


@pytest.mark.parametrize("finding", FINDINGS)
@pytest.mark.parametrize("bad_from", [None, 0, 1, 300])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_the_first_bad_step_decides(finding, bad_from, value):
    expected = "present" if bad_from in FINDINGS[finding] else "absent"
    assert state(finding, steps(bad_from, value)) == expected


def test_the_step_is_told():
    found = report("loss_becomes_nan", steps(300))
    assert (found.numbers["at"], found.numbers["fine"]) == (301, 300)


def test_a_bad_mean_of_the_first_epoch_does_not_tell_the_step():
    history = history_of(epoch=[1, 2, 3], train_loss=[np.nan] * 3, val_loss=[np.nan] * 3)
    assert state("loss_becomes_nan", history) == "present"
    assert because("loss_nan_before_training", history) == "logged_too_coarsely"
    assert because("nan_at_first_step", history) == "logged_too_coarsely"
    assert state("nan_appears_late", history) == "absent"


def test_nan_written_into_empty_cells_are_not_judged():
    loss = GOOD.copy()
    loss[::5] = np.nan
    history = history_of(step=np.arange(400), loss=loss)
    assert because("loss_becomes_nan", history) == "nan_may_be_gaps"
    assert because("nan_appears_late", history) != "failed"


def test_curves_are_judged_by_what_came_before_the_nan():
    assert state("training_loss_not_decreasing", steps(300)) == "absent"
    assert because("training_loss_not_decreasing", steps(0)) == "too_few_points"


def test_without_a_loss_nothing_is_said():
    history = history_of(epoch=[1, 2], train_acc=[0.1, 0.2])
    for finding in FINDINGS:
        assert because(finding, history) == "needs_training_loss"
