from app.present import diagnosis
from engine import Case, Evidence
from knowledge_base import load

KB = load()


def told(*evidence: Evidence, complaint: bool = True, language: str = "en") -> dict:
    return diagnosis(KB, Case(complaint=complaint).record(*evidence), language)["verdict"]


def test_without_evidence_nothing_is_known():
    assert told()["kind"] == "nothing_known"


def test_a_nan_loss_alone_is_sick_by_several_causes_even_from_files():
    nan = Evidence("loss_becomes_nan", "present", source="measured")
    assert told(nan, complaint=False)["kind"] == "several"


def test_curves_in_order_are_called_healthy():
    fine = [
        Evidence(name, "absent", source="measured")
        for name in ("training_loss_not_decreasing", "training_loss_plateaus", "loss_becomes_nan",
                     "validation_loss_rises", "validation_loss_far_above_training_loss")
    ]  # fmt: skip
    assert told(*fine, complaint=False)["kind"] == "healthy"


def test_both_languages_name_the_cause_with_its_chance():
    rate = [
        Evidence("learning_rate", "present", 50.0, source="asked"),
        Evidence("training_loss_diverges", "present", source="asked"),
        Evidence("lower_rate_helps", "present", source="asked"),
    ]
    assert told(*rate)["kind"] == "clear"
    assert "Learning rate too high" in told(*rate)["text"]
    assert "学习率过大" in told(*rate, language="zh")["text"]


def test_a_measurement_is_not_asked_again():
    case = Case(complaint=False).record(
        Evidence("loss_becomes_nan", "present", source="measured"),
        Evidence("learning_rate", "present", 1e-9, source="measured"),
    )
    assert not diagnosis(KB, case, "en")["warnings"]


def test_what_speaks_against_a_run_in_order_is_said_with_it():
    fine = [
        Evidence(name, "absent", source="measured")
        for name in ("training_loss_not_decreasing", "training_loss_plateaus", "loss_becomes_nan",
                     "validation_loss_rises", "validation_loss_far_above_training_loss",
                     "training_loss_oscillates", "training_loss_decreases_slowly",
                     "validation_loss_not_decreasing", "training_accuracy_low")
    ]  # fmt: skip
    past = Evidence("best_epoch_long_past", source="measured")
    found = told(*fine, past, complaint=False)
    assert found["kind"] == "healthy"
    assert KB.findings["best_epoch_long_past"].name.en in found["text"]


def test_faults_read_off_the_code_are_never_called_healthy():
    read = [
        Evidence(name, source="measured")
        for name in ("gradients_not_zeroed", "probabilities_fed_to_logit_loss",
                     "no_eval_mode_in_validation", "training_data_unshuffled")
    ]  # fmt: skip
    assert told(*read, complaint=False)["kind"] in ("clear", "several")
