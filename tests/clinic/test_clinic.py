"""The clinic itself: its files are what people have, its healthy patients learn."""

import numpy as np
import pytest

from knowledge_base import load
from probes.formats.recognise import open_upload
from tests.clinic import HEALTHY, accepts, bases, causes, export, healthy, sick, train
from tests.clinic.histories import KINDS
from tests.clinic.ward import history_file


def history_of(patient):
    return open_upload(history_file(train(patient)))


@pytest.mark.parametrize("base", HEALTHY)
def test_healthy_patients_learn_and_hold_on_new_data(base):
    history = history_of(healthy(base))
    training = history.series("train_loss").values
    validation = history.series("validation_loss").values
    accuracy = history.metric("accuracy", "validation").values
    assert np.isfinite(training).all()
    assert np.mean(training[-5:]) < 0.6 * training[0]
    assert validation.min() < 0.15
    assert accuracy.size == 0 or accuracy[-1] > 0.95


def test_every_fault_is_a_cause_and_accepts_only_causes():
    known = load().causes
    assert len(causes()) >= 16
    for cause in causes():
        assert accepts(cause) <= set(known), cause
        assert set(bases(cause)) <= set(HEALTHY), cause


def test_every_fault_changes_each_recipe_that_it_names():
    for cause in causes():
        for base in bases(cause):
            assert sick(cause, base).recipe != HEALTHY[base]


def test_every_format_of_histories_is_left_by_somebody():
    assert {recipe.history for recipe in HEALTHY.values()} == set(KINDS)


def test_a_patient_leaves_a_checkpoint_and_two_batches_that_can_be_read():
    folder = train(healthy())
    checkpoint = open_upload(folder / "checkpoint.pt")
    assert checkpoint.epoch == 25
    batch = open_upload(folder / "batch.npz")
    assert batch.x.shape == (256, 64)
    assert open_upload(folder / "validation_batch.npz").y.shape == (256,)


@pytest.mark.parametrize("base", ["digits", "cnn_batchnorm", "transformer", "gru"])
def test_a_model_is_exported_with_its_loss_inside(base):
    graph = open_upload(export(healthy(base)))
    assert graph.outputs_loss


def test_the_same_patient_is_trained_once():
    folder = train(healthy("wine"))
    written = (folder / "checkpoint.pt").stat().st_mtime_ns
    assert train(healthy("wine")) == folder
    assert (folder / "checkpoint.pt").stat().st_mtime_ns == written
    assert train(healthy("wine", seed=1)) != folder


@pytest.mark.parametrize("cause", ["sqrt_at_zero", "nan_or_inf_in_data", "log_of_zero"])
def test_numeric_faults_end_in_nan(cause):
    assert not np.isfinite(history_of(sick(cause)).series("train_loss").values[-1])
