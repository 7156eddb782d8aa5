"""Alarms on 260 drawn healthy histories and on the clinic's healthy patients; sick ones beside."""

from collections import Counter
from pathlib import Path

import pytest

from knowledge_base import load
from probes import catalog
from probes.formats.recognise import open_upload
from probes.history import History
from probes.runner import run
from tests.clinic import HEALTHY, healthy, sick, train
from tests.clinic.ward import history_file
from tests.probes.catalog.history.synthetic import healthy_epochs, healthy_steps

KB = load()
CATALOG = Path(catalog.__file__).parent
FINDINGS = sorted(
    path.stem
    for path in CATALOG.glob("*.py")
    if path.stem in KB.findings and "history" in KB.findings[path.stem].upload
)
# True of many healthy runs: facts, not alarms.
FACTS = {
    "still_improving_at_end",
    "training_accuracy_near_perfect",
    "validation_accuracy_near_perfect",
    "validation_below_training",
    "rate_never_lowered",
    "no_warmup",
    "loss_dropped_when_rate_lowered",
    "few_epochs_done",
}
DRAWN = range(1000, 1130)
FEW, SELDOM = 0.01, 0.05


def found(history: History) -> set[str]:
    reports = run({"history": history}, only=FINDINGS)
    assert not [report for report in reports if report.because == "failed"]
    return {r.finding for r in reports if r.state == "present" and r.value is None}


def test_healthy_curves_of_many_shapes_raise_hardly_an_alarm():
    runs = [found(make(seed)) - FACTS for make in (healthy_epochs, healthy_steps) for seed in DRAWN]
    by_probe = Counter(finding for alarms in runs for finding in alarms)
    assert max(by_probe.values(), default=0) <= FEW * len(runs), by_probe
    assert sum(bool(alarms) for alarms in runs) <= SELDOM * len(runs), by_probe


@pytest.mark.parametrize("base", HEALTHY)
def test_healthy_patients_raise_no_alarm(base):
    assert found(open_upload(history_file(train(healthy(base))))) <= FACTS


SICK = {
    # Whether it falls a little at first is chaos, and differs from processor to processor.
    ("learning_rate_too_high", "digits"): {
        "training_loss_not_decreasing",
        "both_losses_equally_bad",
    },
    ("learning_rate_too_high", "digits_sgd"): {"training_loss_not_decreasing"},
    ("learning_rate_too_low", "digits"): {"training_loss_decreases_slowly"},
    ("learning_rate_too_low", "digits_sgd"): {"training_loss_decreases_slowly"},
    ("learning_rate_too_low", "spirals"): {"training_loss_decreases_slowly"},
    ("learning_rate_decays_too_fast", "digits"): {"rate_decays_to_nothing"},
    ("momentum_too_high", "digits_sgd"): {"collapsed_after_progress"},
    ("missing_zero_grad", "digits_sgd"): {"training_loss_diverges"},
    ("overfitting", "digits"): {"validation_loss_rises", "best_epoch_long_past"},
    ("overfitting", "cnn"): {"validation_loss_far_above_training_loss"},
    ("label_misalignment", "digits"): {
        "validation_loss_far_above_training_loss",
        "validation_loss_rises",
    },
    ("preprocessing_mismatch", "digits"): {"validation_gap_from_start", "validation_at_chance"},
    ("class_imbalance", "digits"): {"validation_loss_far_above_training_loss"},
    ("model_too_small", "digits"): {"both_losses_equally_bad"},
    ("vanishing_gradient", "digits"): {"loss_at_chance_level", "training_loss_not_decreasing"},
    ("dead_relu", "digits"): {"accuracy_at_chance_level", "loss_at_chance_level"},
    ("over_regularised", "digits"): {"loss_at_chance_level", "both_losses_equally_bad"},
    ("zero_or_constant_init", "digits"): {"both_losses_equally_bad", "training_accuracy_low"},
    ("shape_broadcast_bug", "friedman"): {"training_loss_flat_from_start"},
    ("too_few_epochs", "digits"): {"few_epochs_done"},
    ("sqrt_at_zero", "steps"): {"loss_becomes_nan", "nan_at_first_step"},
    ("log_of_zero", "steps"): {"loss_becomes_nan", "loss_nan_before_training"},
    ("nan_or_inf_in_data", "digits"): {"loss_becomes_nan"},
}


@pytest.mark.parametrize(("cause", "base"), SICK)
def test_sick_patients_show_what_they_have(cause, base):
    shown = found(open_upload(history_file(train(sick(cause, base)))))
    assert shown >= SICK[cause, base]


@pytest.mark.parametrize(("cause", "base"), SICK)
def test_no_two_findings_of_a_patient_exclude_each_other(cause, base):
    shown = found(open_upload(history_file(train(sick(cause, base)))))
    assert not {(one, other) for one in shown for other in shown & set(KB.findings[one].excludes)}
