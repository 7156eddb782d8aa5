import numpy as np
import pytest

from probes.formats.table import of_rows


def history(*rows):
    return of_rows([dict(row) for row in rows], "test").history()


def epochs(**columns):
    length = len(next(iter(columns.values())))
    rows = [{name: cells[i] for name, cells in columns.items()} for i in range(length)]
    return history(*rows)


def test_a_missing_role_is_an_empty_curve():
    run = epochs(epoch=[1, 2], loss=[0.5, 0.4])
    assert not run.series("validation_loss")
    assert run.series("validation_loss").x.size == 0
    assert run.has("train_loss")
    assert not run.has("train_loss", "validation_loss")


def test_a_role_can_be_corrected_and_says_so():
    run = epochs(epoch=[1, 2], score=[0.5, 0.4], loss=[1.0, 0.9])
    corrected = run.with_role("score", "validation_metric", metric="dice", direction="higher")
    assert run.column("score").role == "other"
    assert corrected.column("score").reason == "corrected"
    assert list(corrected.metric("dice").values) == [0.5, 0.4]
    assert list(run.with_role("score", "train_loss").series("train_loss").values) == [0.5, 0.4]
    with pytest.raises(KeyError):
        run.with_role("nothing", "train_loss")
    with pytest.raises(KeyError):
        run.with_role("score", "nonsense")


def test_a_loss_of_every_step_meets_a_validation_loss_of_every_epoch():
    rows = [{"step": i, "loss": float(i)} for i in range(1, 7)]
    rows.insert(3, {"step": 3, "val_loss": 10.0})
    rows.append({"step": 6, "val_loss": 20.0})
    x, train, validation = history(*rows).together("train_loss", "validation_loss")
    assert x.tolist() == [3, 6]
    assert train.tolist() == [2.0, 5.0]
    assert validation.tolist() == [10.0, 20.0]


def test_a_nan_between_two_validations_stays_a_nan():
    rows = [
        {"step": 1, "loss": 1.0},
        {"step": 2, "loss": float("nan")},
        {"step": 2, "val_loss": 1.0},
    ]
    rows += [{"step": 3, "loss": 3.0}, {"step": 3, "val_loss": 1.0}]
    _, train, _ = history(*rows).together("train_loss", "validation_loss")
    assert np.isnan(train[0])
    assert train[1] == 3.0


def test_a_resumed_run_replaces_what_it_repeats():
    run = epochs(epoch=[1, 2, 3, 4, 3, 4, 5], loss=[9, 8, 7, 6, 5, 4, 3])
    assert run.series("train_loss").x.tolist() == [1, 2, 3, 4, 5]
    assert run.series("train_loss").values.tolist() == [9, 8, 5, 4, 3]
    assert run.restarts == 1


def test_of_several_runs_in_one_log_the_last_counts():
    run = epochs(epoch=[1, 2, 3] * 5, loss=list(range(15)))
    assert run.series("train_loss").values.tolist() == [12, 13, 14]
    assert run.restarts == 4


def test_disordered_rows_are_sorted_and_not_thrown_away():
    run = epochs(step=[30, 10, 50, 20, 40], loss=[3, 1, 5, 2, 4])
    assert run.series("train_loss").values.tolist() == [1, 2, 3, 4, 5]
    assert run.restarts == 0


def test_steps_that_restart_each_epoch_lie_between_the_epochs():
    run = epochs(epoch=[0, 0, 1, 1], step=[0, 50, 0, 50], loss=[4, 3, 2, 1])
    x = run.series("train_loss").x
    assert run.unit == "epoch"
    assert (np.diff(x) > 0).all()
    assert x[2] == 1
    assert run.restarts == 0


def test_without_counters_rows_are_counted():
    run = epochs(loss=[3, 2, 1])
    assert run.unit == "row"
    assert run.series("train_loss").x.tolist() == [0, 1, 2]
    assert run.epochs(run.series("train_loss").x) is None


def test_metrics_are_listed_with_accuracy_first():
    run = epochs(epoch=[1], val_auc=[0.9], val_accuracy=[0.8], val_mae=[1.0], loss=[1.0])
    assert run.metrics() == ("accuracy", "auc", "mae")
    assert run.metric_column("mae").direction == "lower"
    assert run.metric().values.tolist() == [0.8]
