"""Runs drawn at random: always the same ones, and nothing of the locked half among them."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.clinic import roster
from knowledge_base import load
from tests.clinic import causes, varied
from tests.clinic.data import prepared
from tests.clinic.patients import accepted, causes_with_another_form
from tests.clinic.recipe import Recipe

VARIED = roster.half(roster.VARIED)
LOCKED = roster.half("locked").BASES.values()


@pytest.mark.parametrize("family", varied.FAMILIES)
@pytest.mark.parametrize("number", [3, 14])
def test_the_same_name_draws_the_same_data(family, number):
    one, again = varied.drawn(f"{family}-{number}"), varied.drawn(f"{family}-{number}")
    other = varied.drawn(f"{family}-{number + 1}")
    assert np.array_equal(one.x, again.x) and np.array_equal(one.y, again.y)
    assert one.x.shape != other.x.shape or not np.array_equal(one.x, other.x)
    assert 0.5 < one.ceiling <= 1 and len(one.x) == len(one.y)
    assert len(np.unique(one.y)) == (one.classes or len(one.y))


@pytest.mark.parametrize("family", varied.FAMILIES)
def test_drawn_data_are_split_and_scaled_like_any_others(family):
    data = prepared(VARIED.BASES[f"{family}-0"])
    assert np.isfinite(data.x).all() and len(data.x) == len(data.y)
    assert family == "phrases" or abs(float(data.x.mean())) < 0.5
    assert (data.classes == 0) == (family == "surfaces")


@pytest.mark.parametrize("what", ["data", "network"])
def test_no_run_that_was_drawn_has_a_data_set_or_an_architecture_of_the_locked_half(what):
    drawn = {getattr(recipe, what) for recipe in VARIED.BASES.values()}
    assert drawn.isdisjoint({getattr(recipe, what) for recipe in LOCKED})


@pytest.mark.parametrize("other", [False, True])
def test_every_form_of_a_fault_that_can_be_drawn_is_put_into_as_many_runs(other):
    found = [p.causes[0] for p in roster.sick(roster.VARIED) if p.other == other]
    drawn = set(causes_with_another_form() if other else causes()) - set(VARIED.NOT_HERE)
    assert {cause: found.count(cause) for cause in drawn} == dict.fromkeys(
        drawn, VARIED.RUNS_OF_A_FAULT
    )


def test_what_counts_as_right_is_known_of_every_other_form():
    known = load().causes
    for patient in roster.sick(roster.VARIED):
        assert {patient.cause} <= accepted(patient) <= set(known)


def test_labels_that_are_wrong_in_all_sets_are_wrong_in_validation_too():
    plain = Recipe(data="clouds-3", label_noise=0.4)
    one, all_sets = prepared(plain), prepared(replace(plain, in_all_sets=True))
    right = prepared(replace(plain, label_noise=0.0)).y_validation
    assert (one.y_validation == right).all()
    assert 0.1 < (all_sets.y_validation != right).mean() < 0.5


def test_a_run_that_was_drawn_differs_from_its_twin_and_stays_on_its_data():
    for patient in roster.sick(roster.VARIED)[::7]:
        twin = roster.twin(roster.VARIED, patient).recipe
        assert patient.recipe != twin and patient.recipe.data == twin.data
