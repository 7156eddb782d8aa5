"""What follows from numbers and from other findings is known, too."""

import pytest

from engine import Case, Evidence
from engine.facts import facts
from tests.engine.synthetic import base, cause, choice, finding, number, scales

NUMBERS = [
    "train_loss",
    "validation_loss",
    "train_accuracy",
    "validation_accuracy",
    "test_accuracy",
    "class_count",
    "epochs_done",
    "sample_count",
]
SIGNS = [
    "loss_is_negative",
    "loss_is_exactly_zero",
    "loss_at_chance_level",
    "accuracy_at_chance_level",
    "initial_loss_far_from_expected",
    "training_accuracy_low",
    "training_accuracy_near_perfect",
    "validation_loss_far_above_training_loss",
    "validation_below_training",
    "both_losses_equally_bad",
    "validation_at_chance",
    "test_worse_than_validation",
    "few_epochs_done",
    "few_training_samples",
    "loss_does_not_fit_task",
]
KB = base(
    {
        **{name: number() for name in NUMBERS},
        **{name: finding() for name in SIGNS},
        "loss_function": choice(cross_entropy=1, mse=1),
        "task": choice(classification=1, binary_classification=1, regression=1),
        "nan": finding(),
        "nan_first": finding(implies=("nan",)),
        "nan_before": finding(implies=("nan_first",), excludes=("late",)),
        "late": finding(implies=("nan",)),
    },
    {"sick": cause({"nan": "usually"})},
    scale=scales(),
)


def told(**values):
    items = [
        Evidence(name, value=value)
        if not isinstance(value, bool)
        else Evidence(name, "present" if value else "absent")
        for name, value in values.items()
    ]
    return facts(KB, Case().record(*items))


GAP, CHANCE = "validation_loss_far_above_training_loss", "loss_at_chance_level"
GUESSING, LOW = "accuracy_at_chance_level", "training_accuracy_low"
FAR = "initial_loss_far_from_expected"
FEW, BAD = "few_training_samples", "both_losses_equally_bad"


def given(text):
    """`train_loss=2.31 task=regression` as values."""
    pairs = [pair.split("=") for pair in text.split()]
    return {name: float(value) if value[0] in "-.0123456789" else value for name, value in pairs}


@pytest.mark.parametrize(
    ("text", "sign", "state"),
    [
        ("train_loss=0.01 validation_loss=2.4", GAP, "present"),
        ("train_loss=0.5 validation_loss=0.52", GAP, "absent"),
        ("train_loss=0.5 validation_loss=0.65", GAP, None),
        ("train_accuracy=0.99 validation_accuracy=0.6", GAP, "present"),
        (
            "train_loss=.1 validation_loss=.13 train_accuracy=.99 validation_accuracy=.8",
            GAP,
            "present",
        ),
        ("train_loss=0.9 validation_loss=0.5", "validation_below_training", "present"),
        ("train_loss=2.31 class_count=10", CHANCE, "present"),
        ("train_loss=0.69 task=binary_classification", CHANCE, "present"),
        ("train_loss=2.31 class_count=10 loss_function=mse", CHANCE, None),
        ("train_loss=0.2 class_count=10", CHANCE, "absent"),
        ("train_accuracy=0.1 class_count=10", GUESSING, "present"),
        ("train_accuracy=0.9 class_count=10", GUESSING, "absent"),
        ("train_accuracy=0.1 class_count=10", LOW, "present"),
        ("train_accuracy=0.6 class_count=2", LOW, "present"),
        ("train_accuracy=0.85 class_count=2", LOW, None),
        ("train_accuracy=0.999", "training_accuracy_near_perfect", "present"),
        (
            "train_accuracy=.95 validation_accuracy=.11 class_count=10",
            "validation_at_chance",
            "present",
        ),
        ("train_accuracy=.3 validation_accuracy=.29 class_count=10", BAD, "present"),
        ("train_accuracy=.9 validation_accuracy=.89 class_count=10", BAD, "absent"),
        ("train_loss=-3", "loss_is_negative", "present"),
        ("train_loss=0", "loss_is_exactly_zero", "present"),
        ("train_loss=0", "loss_is_negative", "absent"),
        ("epochs_done=0 train_loss=11 class_count=10", FAR, "present"),
        ("epochs_done=0 train_loss=2.4 class_count=10", FAR, "absent"),
        ("epochs_done=9 train_loss=11 class_count=10", FAR, None),
        ("epochs_done=3", "few_epochs_done", "present"),
        ("sample_count=200", FEW, "present"),
        ("sample_count=5000 class_count=500", FEW, "present"),
        ("sample_count=1e6", FEW, "absent"),
        ("validation_accuracy=0.9 test_accuracy=0.7", "test_worse_than_validation", "present"),
        ("loss_function=mse task=classification", "loss_does_not_fit_task", "present"),
        ("loss_function=mse task=regression", "loss_does_not_fit_task", "absent"),
    ],
)
def test_numbers_mean_findings(text, sign, state):
    values = given(text)
    item = told(**values).known.get(sign)
    assert (item.state if item else None) == state
    if item:
        assert set(item.because) <= set(values) and item.because


def test_what_a_probe_left_open_one_measured_number_does_not_close():
    from knowledge_base import load

    measured = Evidence("train_loss", value=-3.0, source="measured")
    assert "loss_is_negative" not in facts(load(), Case().record(measured)).known
    said = Evidence("train_loss", value=-3.0, source="said")
    assert facts(load(), Case().record(said)).known["loss_is_negative"].state == "present"


def test_a_number_given_as_a_bin_is_not_reckoned_with():
    assert "loss_is_negative" not in told(train_loss="low").known


def test_what_was_told_wins_over_what_follows():
    known = told(
        train_loss=0.01, validation_loss=2.4, validation_loss_far_above_training_loss=False
    )
    assert known.known["validation_loss_far_above_training_loss"].state == "absent"


def test_the_least_direct_number_gives_the_source():
    case = Case().record(
        Evidence("train_loss", value=0.01, source="measured"),
        Evidence("validation_loss", value=2.4, source="said", confidence=0.9),
    )
    item = facts(KB, case).known["validation_loss_far_above_training_loss"]
    assert item.source == "said" and item.confidence == pytest.approx(0.9)
    assert item.numbers == {"train_loss": 0.01, "validation_loss": 2.4}


def test_implications_are_followed_to_the_end_and_stay_silent():
    found = told(nan_before=True)
    assert {n: found.known[n].state for n in ("nan_first", "nan", "late")} == {
        "nan_first": "present", "nan": "present", "late": "absent",
    }  # fmt: skip
    assert {"nan_first", "nan", "late"} <= found.silent and "nan_before" not in found.silent
    assert found.known["nan"].because == ("nan_first",)


def test_without_the_general_there_is_no_special():
    found = told(nan=False)
    assert found.known["nan_first"].state == "absent" == found.known["nan_before"].state


def test_a_contradiction_is_kept_so_that_it_can_surprise():
    found = told(nan_first=True, nan=False)
    assert found.known["nan"].state == "absent" and "nan" not in found.silent


def test_findings_that_imply_each_other_do_not_silence_each_other():
    kb = base(
        {"a": finding(implies=("b",)), "b": finding(implies=("a",))}, {"c": cause({"a": "usually"})}
    )
    assert len(facts(kb, Case((Evidence("a"), Evidence("b")))).heard()) == 1
