"""Cure checks: what is tried on a sick run, when it counts as recovered, what is published."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.clinic import causes_page, treated
from benchmarks.clinic.cure_check import IN_TURN, SEEDS, Attempt, Cured, _level, _write, read
from benchmarks.clinic.cures import CURES
from benchmarks.clinic.uncured import CANNOT, UNCURED
from knowledge_base import load
from tests.clinic import causes
from tests.clinic.data import prepared
from tests.clinic.recipe import Recipe
from tests.clinic.training import run

PUBLISHED = read(causes_page.RESULTS / "clinic_cures.json")


def in_turn(cause: str) -> list[str]:
    return list(load().causes[cause].fixes)[:IN_TURN]


def test_every_cure_is_a_fix_of_the_knowledge_base():
    assert {*CURES, *CANNOT} <= set(load().fixes)


@pytest.mark.parametrize("cause", causes())
def test_each_of_the_first_three_fixes_is_tried_or_has_a_reason_why_not(cause):
    assert set(in_turn(cause)) <= {*CURES, *CANNOT}


def test_a_run_has_recovered_within_a_fifth_of_its_twin_and_not_beyond():
    numbers = ("score", "error", "fitted", "swing", "swing_of_score", "training_swing",
               "told_score", "plain_score")  # fmt: skip
    twin, near, far = (dict.fromkeys(numbers, 0.5) | {"fitted": f} for f in (0.5, 0.61, 0.63))
    assert _level("training", near, twin)
    assert not _level("training", far, twin)


def test_rows_are_kept_and_read_again(tmp_path: Path):
    one = Cured("dead_relu", "digits", 3, (Attempt("a", 3, 1), Attempt("b", 0, 0)))
    _write(tmp_path / "cures.json", {one.cause: one})
    assert read(tmp_path / "cures.json") == [one]
    assert (one.by_first, one.by_any) == (1, 1)


def test_what_is_published_tried_the_fixes_in_their_present_order():
    for one in PUBLISHED:
        assert [a.fix for a in one.attempts] == in_turn(one.cause)[: len(one.attempts)], one.cause
        assert one.of <= len(SEEDS)


def test_each_later_fix_was_tried_on_the_seeds_that_the_earlier_ones_left():
    for one in PUBLISHED:
        left = one.of
        for attempt in one.attempts:
            assert attempt.tried in (0, left), one.cause
            left -= attempt.recovered


def test_the_page_says_why_wherever_the_first_fix_is_not_enough_and_nowhere_else():
    assert {one.cause for one in PUBLISHED if one.by_first < one.of} == set(UNCURED)


def test_the_page_says_what_nobody_can_do_and_what_nobody_measured():
    cannot = Cured("uninformative_features", "digits", 3, (Attempt("engineer_features", 0, 0),))
    text = causes_page.page([], [cannot])
    assert "| engineer_features | cannot be done to these runs | 0 of 3 |" in text
    assert "not measured" in text and CANNOT["engineer_features"] in text


def test_a_split_anew_leaves_no_sample_that_it_is_judged_on_in_training():
    data = treated.split_anew(prepared(Recipe(data="wine")))
    taught = {row.tobytes() for row in data.x}
    assert len(data.y_honest) and not any(row.tobytes() in taught for row in data.x_honest)


def test_resampling_draws_each_class_as_often_as_the_largest():
    data = treated.resampled(prepared(Recipe(majority=0.9)))
    assert len({*np.bincount(data.y)} - {0}) == 1


def test_the_features_that_are_kept_are_ranked_on_the_training_part():
    plain = prepared(Recipe(data="wine", samples=110, noise_features=100))
    kept = treated.selected(11)(plain)
    real = {column.tobytes() for column in plain.x[:, :13].T}
    assert kept.x.shape[1] == kept.x_honest.shape[1] == 11
    assert sum(column.tobytes() in real for column in kept.x.T) >= 8


def test_the_run_that_stops_early_ends_where_its_validation_loss_is_lowest():
    recipe = Recipe(data="wine", samples=60, label_noise=0.3, rate=1e-2, epochs=30)
    best = treated.until_best(recipe)
    logged = [row["val_loss"] for row in run(recipe, prepared(recipe)).evaluated]
    assert best.epochs == 1 + int(np.argmin(logged)) < recipe.epochs
    assert run(best, prepared(best)).evaluated[-1]["val_loss"] == min(logged)
