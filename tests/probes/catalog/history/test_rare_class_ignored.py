"""A recall in the log that stays at zero beside a fine accuracy."""

import numpy as np
import pytest

from probes.catalog import rare_class_ignored
from tests.probes.catalog.history.synthetic import history_of


def judged(**columns):
    length = len(next(iter(columns.values())))
    falling = np.linspace(0.4, 0.1, length)
    history = history_of(epoch=np.arange(1, length + 1), val_loss=falling, **columns)
    return rare_class_ignored.judge(rare_class_ignored.measure(history=history))


@pytest.mark.parametrize("score", ["val_recall", "val_sensitivity", "val_f1"])
def test_a_score_of_zero_beside_a_fine_accuracy_is_a_class_that_is_ignored(score):
    assert judged(val_acc=np.full(9, 0.966), **{score: np.zeros(9)}).state == "present"


@pytest.mark.parametrize(
    "accuracy, score", [(0.966, 0.4), (0.5, 0.0)], ids=["some are found", "nothing is learnt"]
)
def test_other_scores_tell_nothing(accuracy, score):
    verdict = judged(val_acc=np.full(9, accuracy), val_recall=np.full(9, score))
    assert verdict.because == "logged_score_is_not_zero"


def test_a_score_that_is_zero_at_first_alone_tells_nothing():
    late = np.array([0, 0, 0, 0, 0, 0.1, 0.3, 0.5, 0.6])
    assert judged(val_acc=np.full(9, 0.97), val_f1=late).state == "unknown"
