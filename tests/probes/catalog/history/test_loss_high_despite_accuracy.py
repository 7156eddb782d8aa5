"""Accuracy and cross-entropy contradict each other, by arithmetic alone."""

from math import log

import numpy as np
import pytest

from probes.catalog.loss_high_despite_accuracy import floor_of
from tests.probes.catalog.history.synthetic import healthy_epochs, history_of
from tests.probes.catalog.history.verdicts import because, report, state

FINDING = "loss_high_despite_accuracy"


def run(loss: float, accuracy: float, start: float = 2.3, epochs: int = 20):
    """Settled over the last half."""
    place = np.minimum(np.linspace(0, 2, epochs), 1)
    return history_of(
        epoch=np.arange(1, epochs + 1),
        train_loss=start + (loss - start) * place,
        train_acc=0.1 + (accuracy - 0.1) * place,
    )


def labels(classes: int) -> np.ndarray:
    return np.arange(100) % classes


def test_the_floor_is_the_entropy_of_smoothed_labels():
    assert floor_of(10) == pytest.approx(-0.91 * log(0.91) - 9 * 0.01 * log(0.01))


@pytest.mark.parametrize("accuracy", [1.0, 0.99])
def test_all_is_right_and_the_loss_is_that_of_guessing(accuracy):
    assert state(FINDING, run(2.2, accuracy)) == "present"
    assert state(FINDING, run(0.05, accuracy)) == "absent"


def test_smoothing_of_a_tenth_is_no_contradiction():
    given = {"class_labels": labels(10)}
    assert state(FINDING, run(floor_of(10), 1.0), **given) == "absent"
    assert state(FINDING, run(floor_of(10) + 0.5, 1.0), **given) == "present"


def test_the_classes_decide_what_is_too_high():
    assert state(FINDING, run(0.45, 1.0, start=0.7), class_labels=labels(2)) == "present"
    assert state(FINDING, run(0.45, 1.0), class_labels=labels(10)) == "absent"
    assert because(FINDING, run(0.45, 1.0)) == "wrong_answers_may_be_sure"


def test_wrong_answers_that_are_sure_of_themselves_explain_a_loss():
    assert because(FINDING, run(1.6, 0.92)) == "wrong_answers_may_be_sure"


def test_a_loss_on_its_way_is_not_judged():
    falling = history_of(
        epoch=np.arange(1, 21),
        train_loss=np.linspace(2.3, 1.2, 20),
        train_acc=np.linspace(0.5, 1.0, 20),
    )
    assert because(FINDING, falling) == "loss_still_falls"


def test_without_a_high_accuracy_nothing_is_said():
    assert because(FINDING, run(2.2, 0.6)) == "accuracy_too_low_to_judge"


def test_healthy_histories_raise_no_alarm():
    judged = [report(FINDING, healthy_epochs(seed)).state for seed in range(150)]
    assert "present" not in judged
    assert judged.count("absent") > 20
