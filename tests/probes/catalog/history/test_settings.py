"""Numbers that a history tells."""

import numpy as np
import pytest

from tests.probes.catalog.history.synthetic import history_of
from tests.probes.catalog.history.verdicts import because, report

LOSS = np.linspace(2, 1, 30)


def test_the_last_numbers_are_read():
    history = history_of(
        epoch=np.arange(1, 31),
        train_loss=LOSS,
        val_loss=LOSS + 0.5,
        train_acc=1 - LOSS / 4,
        val_acc=100 * (1 - LOSS / 2),
    )
    assert report("train_loss", history).value == 1.0
    assert report("validation_loss", history).value == 1.5
    assert report("train_accuracy", history).value == 0.75
    assert report("validation_accuracy", history).value == 0.5
    assert report("epochs_done", history).value == 30


@pytest.mark.parametrize("first", [0, 1])
def test_epochs_are_counted_from_zero_or_one(first):
    history = history_of(epoch=np.arange(first, first + 8), train_loss=LOSS[:8])
    assert report("epochs_done", history).value == 8


def test_rows_with_an_evaluation_each_are_epochs():
    assert report("epochs_done", history_of(loss=LOSS, val_loss=LOSS)).value == 30
    assert because("epochs_done", history_of(step=np.arange(30), loss=LOSS)) == "epochs_not_known"


def test_fractions_of_epochs_are_kept():
    history = history_of(step=np.arange(1, 31), epoch=np.arange(1, 31) / 10, loss=LOSS)
    assert report("epochs_done", history).value == pytest.approx(3.0)


def test_a_run_that_is_nan_throughout_has_no_loss_to_tell():
    history = history_of(epoch=[1, 2], train_loss=[np.nan, np.nan])
    assert because("train_loss", history) == "too_few_points"


def test_what_was_not_logged_is_named():
    history = history_of(epoch=np.arange(30), train_loss=LOSS)
    assert because("validation_loss", history) == "needs_validation_loss"
    assert because("train_accuracy", history) == "needs_training_accuracy"
    assert because("validation_accuracy", history) == "needs_validation_accuracy"


def test_the_accuracy_on_the_test_set_is_read_where_a_column_is_named_for_it():
    columns = {"epoch": np.arange(30), "train_loss": LOSS, "val_acc": 1 - LOSS / 4}
    history = history_of(**columns, test_acc=1 - LOSS / 2)
    assert report("test_accuracy", history).value == 0.5
    assert report("validation_accuracy", history).value == 0.75
    assert because("test_accuracy", history_of(**columns)) == "needs_test_accuracy"
