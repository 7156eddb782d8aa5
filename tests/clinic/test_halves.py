"""The benchmark's clinic: halves, faults at three strengths, the honest person, the sums."""

from itertools import combinations

import pytest

import engine
from benchmarks.clinic import opened, roster
from benchmarks.clinic.answerer import Person
from benchmarks.clinic.judge import Verdict, as_json, from_json
from benchmarks.clinic.peers.meanings import MEANINGS
from benchmarks.clinic.roster import HALVES
from benchmarks.clinic.shares import calibration_error, reliability, share
from knowledge_base import load
from tests.clinic import accepts, causes
from tests.clinic.patients import fault_of


def test_at_least_45_causes_of_the_knowledge_base_are_injected():
    known = load().causes
    assert len(causes()) >= 45
    assert all(accepts(cause) <= set(known) for cause in causes())


@pytest.mark.parametrize("what", ["data", "network"])
def test_no_two_halves_share_a_data_set_or_an_architecture(what):
    of = {name: {getattr(r, what) for r in roster.half(name).BASES.values()} for name in HALVES}
    assert all(of[one].isdisjoint(of[other]) for one, other in combinations(HALVES, 2))


def test_the_locked_half_has_seven_data_sets_and_seven_architectures_of_its_own():
    recipes = roster.half("locked").BASES.values()
    assert len({r.data for r in recipes}) >= 7 and len({r.network for r in recipes}) >= 7


@pytest.mark.parametrize("half", HALVES)
def test_every_fault_makes_patients_at_three_strengths_in_each_half(half):
    found = {(patient.causes[0], patient.strength) for patient in roster.sick(half)}
    assert found == {(cause, strength) for cause in causes() for strength in roster.STRENGTHS}


@pytest.mark.parametrize("half", HALVES)
def test_every_sick_run_differs_from_its_healthy_twin(half):
    for patient in (*roster.sick(half), *roster.pairs(half)):
        twin = roster.twin(half, patient).recipe
        assert patient.recipe != twin, patient.name
        assert patient.recipe.data == twin.data


def test_there_are_twelve_pairs_in_each_half_and_150_healthy_runs():
    assert all(len(roster.pairs(half)) == 12 for half in HALVES)
    assert all(len(roster.healthy(half)) >= 150 for half in HALVES)


def test_every_fault_is_declared_before_anything_is_known_of_it():
    for cause in causes():
        fault = fault_of(cause)
        assert set(fault.STRENGTHS) == set(roster.STRENGTHS)
        assert fault.TUNING and fault.SPENT and fault.LOCKED


def test_what_other_tools_say_is_read_as_causes_that_exist():
    named = {cause for told in MEANINGS.values() for causes in told.values() for cause in causes}
    assert named <= set(load().causes)


def test_verdicts_are_kept_and_read_again():
    one = Verdict("p", ("label_noise",), "digits", "mild", "log alone", False, (2,), 1, True,
                  0.9, "overfitting", 0.8, 3, True)  # fmt: skip
    assert from_json(as_json([one])) == [one]
    assert one.right and one.called_sick and one.confidence == 0.8


def person(cause):
    patient = next(p for p in roster.sick("tuning") if p.causes == (cause,))
    return Person(patient.recipe, roster.twin("tuning", patient).recipe)


@pytest.mark.parametrize(
    "cause", ["learning_rate_too_high", "wrong_output_activation", "dead_relu"]
)
def test_the_person_gives_only_answers_that_can_be_recorded(cause):
    kb, someone = load(), person(cause)
    for finding in kb.findings:
        engine.check(kb, someone.answer(kb, finding))


def test_the_person_knows_the_settings_and_admits_what_they_do_not_know():
    kb, someone = load(), person("missing_zero_grad")
    assert someone.answer(kb, "learning_rate").value == 0.05
    assert someone.answer(kb, "gradients_not_zeroed").state == "present"
    assert someone.answer(kb, "what_the_loop_does").value == "gradients_not_zeroed"
    assert someone.answer(kb, "layers_frozen").state == "absent"
    assert someone.answer(kb, "samples_look_mislabelled").state == "unknown"


def test_an_interval_holds_its_share_and_sure_right_verdicts_are_calibrated():
    low, high = share([True, False, True, True]).interval
    assert 0.29 < low < 0.31 and 0.95 < high < 0.96
    assert calibration_error(reliability([(1.0, True)] * 5 + [(0.0, False)] * 5)) == 0
    assert calibration_error(reliability([(0.9, False)] * 4)) == pytest.approx(0.9)


def test_the_locked_half_is_opened_three_times_at_most_and_never_without_a_reason(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(opened, "LOG", tmp_path / "openings.md")
    with pytest.raises(SystemExit):
        opened.log(None)
    for _ in range(3):
        opened.log("a test")
    assert opened.LOG.read_text().count("a test") == 3
    with pytest.raises(SystemExit):
        opened.log("once more")
