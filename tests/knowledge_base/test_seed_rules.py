"""Every rule of the source document has a home, and its causes answer to its symptom."""

from pathlib import Path

import pytest

from engine import Case, Evidence, rank_causes
from knowledge_base.loader import read_yaml

RULES = read_yaml(Path(__file__).with_name("seed_rules.yaml"))
MARKED = [(rule, kind, name) for rule, home in RULES.items() for kind in ("causes", "fixes")
          for name in home.get(kind, ())]  # fmt: skip

MORE_CAUSES = [
    "healthy",
    "double_softmax",
    "logits_probability_mismatch",
    "log_of_zero",
    "exp_overflow",
    "mixed_precision_overflow",
    "missing_zero_grad",
    "parameters_not_in_optimizer",
    "frozen_layers",
    "missing_nonlinearity",
    "shape_broadcast_bug",
    "loss_implementation_bug",
    "model_implementation_bug",
    "loss_terms_unbalanced",
    "gan_imbalance",
    "eval_mode_missing",
    "batchnorm_small_batch",
    "batchnorm_misuse",
    "dropout_lowers_train_score",
    "augmentation_lowers_train_score",
    "train_metric_averaged_over_epoch",
    "metric_bug",
    "validation_set_too_small",
    "data_leakage",
    "duplicate_samples",
    "preprocessing_mismatch",
    "augmentation_too_strong",
    "label_misalignment",
    "label_encoding_mismatch",
    "labels_out_of_range",
    "targets_not_normalised",
    "pretrained_weights_missing",
    "optimizer_state_lost",
    "adam_epsilon_too_small",
    "missing_warmup",
    "momentum_too_high",
    "gradient_clipping_too_tight",
]


def chances(kb, *present, absent=()):
    case = Case().record(
        *(Evidence(finding) for finding in present),
        *(Evidence(finding, "absent") for finding in absent),
    )
    return {belief.cause: belief.probability for belief in rank_causes(kb, case)}


def first(chances, count):
    return sorted(chances, key=chances.get, reverse=True)[:count]


def test_all_thirty_five_rules_are_listed():
    assert list(RULES) == [f"S{number:02}" for number in range(1, 36)]


@pytest.mark.parametrize(("rule", "kind", "name"), MARKED)
def test_a_cause_or_fix_is_marked_with_its_rule(kb, rule, kind, name):
    assert rule in getattr(kb, kind)[name].sources


@pytest.mark.parametrize("rule", [rule for rule, home in RULES.items() if "checklist" in home])
def test_an_order_of_examination_is_marked_with_its_rule(kb, rule):
    assert rule in kb.checklists[RULES[rule]["checklist"]].sources


@pytest.mark.parametrize("cause", MORE_CAUSES)
def test_every_cause_beyond_the_rules_is_there(kb, cause):
    assert cause in kb.causes


@pytest.mark.parametrize("rule", RULES)
def test_the_rules_symptom_keeps_its_causes_in_the_running(kb, rule):
    """No cause of the rule falls below half of what it was after a mere complaint."""
    before = chances(kb)
    after = [chances(kb, symptom) for symptom in RULES[rule]["seen"]]
    for cause in RULES[rule]["causes"]:
        assert any(seen[cause] > before[cause] / 2 for seen in after), cause


@pytest.mark.parametrize(
    ("order", "places"),
    [
        ("nan_order", [{"inputs_contain_nan", "labels_contain_nan"}, {"division_in_model"},
                       {"square_root_in_model"}]),
        ("stuck_order", [{"gradients_missing"}, {"samples_look_mislabelled"},
                         {"lower_rate_helps", "higher_rate_helps"},
                         {"batch_size_changed_alone"}, {"more_epochs_help"}]),
    ],
)  # fmt: skip
def test_the_order_of_examination_is_that_of_the_rule(kb, order, places):
    for place, expected in enumerate(places, start=1):
        there = {
            name
            for name, finding in kb.findings.items()
            if finding.checklist
            and (finding.checklist.id, finding.checklist.place) == (order, place)
        }
        assert there == expected


def test_s18_validation_that_does_not_fall_while_training_does_is_overfitting(kb):
    seen = chances(kb, "validation_loss_not_decreasing", absent=("training_loss_not_decreasing",))
    assert "overfitting" in first(seen, 2)


def test_s18_training_that_does_not_fall_is_treated_first(kb):
    both = chances(kb, "validation_loss_not_decreasing", "training_loss_not_decreasing")
    families = [kb.families[cause] for cause in first(both, 5)]
    assert "generalisation" not in families


def test_s29_bad_test_results_after_good_training_and_validation_point_to_the_scenario(kb):
    seen = chances(
        kb,
        "test_results_bad",
        "test_worse_than_validation",
        absent=("training_loss_not_decreasing", "validation_loss_far_above_training_loss",
                "validation_loss_not_decreasing"),
    )  # fmt: skip
    assert {"deployment_scenario_mismatch", "noisy_deployment_inputs"} & set(first(seen, 3))


def test_s33_bad_data_come_first_then_divisions_then_square_roots(kb):
    seen = chances(kb, "nan_at_first_step")
    assert seen["nan_or_inf_in_data"] > seen["division_by_zero"] > 0.99 * seen["sqrt_at_zero"]
