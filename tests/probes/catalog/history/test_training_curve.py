"""Each probe of the training loss: a sick curve, its healthy twin, one that it does not judge."""

import numpy as np
import pytest

from tests.probes.catalog.history.synthetic import history_of
from tests.probes.catalog.history.verdicts import because, report, state

RNG = np.random.default_rng(0)
PLACE = np.linspace(0, 1, 60)
NOISE = np.exp(RNG.normal(0, 0.01, 60))
LEARNS = 0.05 + 2.2 * np.exp(-6 * PLACE)
STUCK = np.full(60, 2.303) * np.exp(RNG.normal(0, 0.003, 60))
BELOW_ZERO = LEARNS - 1.0


def epochs(loss, **more):
    return history_of(epoch=np.arange(1, len(loss) + 1), train_loss=loss, **more)


def steps(loss, **more):
    return history_of(step=np.arange(1, len(loss) + 1), loss=loss, **more)


def spiky(loss):
    high = loss.copy()
    high[[25, 40]] *= [30, 60]
    return high


SLOW = 2.3 - 0.5 * PLACE + RNG.normal(0, 0.003, 60)
STOPS = 1.8 + 0.6 * np.exp(-20 * PLACE)
SWINGS = np.exp(RNG.normal(0, 0.4, 60))
DIVERGES = LEARNS + 4 * np.maximum(0, PLACE - 0.5) ** 2 * 10
COLLAPSES = np.where(PLACE < 0.6, LEARNS, 2.31)
PAIRS = {
    "training_loss_not_decreasing": (STUCK, LEARNS * NOISE),
    "training_loss_flat_from_start": (STUCK, LEARNS * NOISE),
    "training_loss_decreases_slowly": (SLOW, LEARNS * NOISE),
    "training_loss_plateaus": (STOPS * NOISE, LEARNS * NOISE),
    "training_loss_oscillates": ((0.6 + LEARNS / 4) * SWINGS, LEARNS * NOISE),
    "loss_swings_late": ((0.4 + LEARNS) * SWINGS, LEARNS * NOISE),
    "training_loss_spikes": (spiky(0.3 + LEARNS * NOISE), 0.3 + LEARNS * NOISE),
    "training_loss_diverges": (DIVERGES * NOISE, LEARNS * NOISE),
    "collapsed_after_progress": (COLLAPSES * NOISE, LEARNS * NOISE),
    "loss_at_chance_level": (STUCK, LEARNS * NOISE),
    "still_improving_at_end": (2.3 - 1.5 * PLACE, 0.5 + 1.8 * np.exp(-20 * PLACE)),
}


@pytest.mark.parametrize("finding", PAIRS)
def test_the_sick_curve_is_found_and_its_healthy_twin_is_not(finding):
    sick, well = PAIRS[finding]
    assert state(finding, epochs(sick)) == "present"
    assert state(finding, epochs(well)) == "absent"


@pytest.mark.parametrize("finding", PAIRS)
def test_two_points_are_not_judged(finding):
    assert because(finding, epochs(np.array([2.0, 1.0]))) == "too_few_points"


@pytest.mark.parametrize("finding", PAIRS)
def test_shares_of_a_loss_below_zero_are_not_judged(finding):
    assert because(finding, epochs(BELOW_ZERO)) == "loss_below_zero"


@pytest.mark.parametrize("finding", PAIRS)
def test_a_history_without_training_loss_is_not_judged(finding):
    history = history_of(epoch=np.arange(9), val_loss=np.arange(9), train_acc=np.ones(9))
    assert because(finding, history) == "needs_training_loss"


@pytest.mark.parametrize("finding", sorted(set(PAIRS) - {"loss_at_chance_level"}))
@pytest.mark.parametrize("scale", [1e-3, 1e4])
def test_the_scale_of_the_loss_does_not_matter(finding, scale):
    sick, well = PAIRS[finding]
    assert state(finding, epochs(sick * scale)) == "present"
    assert state(finding, epochs(well * scale)) == "absent"


@pytest.mark.parametrize(
    "finding", ["training_loss_not_decreasing", "training_loss_diverges", "loss_at_chance_level"]
)
def test_curves_of_a_hundred_thousand_steps_are_judged_alike(finding):
    fine = np.linspace(0, 59, 100_000)
    noise = np.exp(np.random.default_rng(1).normal(0, 0.1, fine.size))
    for curve, expected in zip(PAIRS[finding], ("present", "absent"), strict=True):
        assert state(finding, steps(np.interp(fine, np.arange(60), curve) * noise)) == expected


def test_a_plateau_is_judged_by_the_accuracy_where_there_is_one():
    finding = "training_loss_plateaus"
    loss = 0.5 + 0.8 * np.exp(-20 * PLACE)
    assert because(finding, epochs(loss)) == "wanted_level_not_known"
    rising = 1 - np.exp(-20 * PLACE)
    assert state(finding, epochs(loss, train_acc=0.2 + 0.45 * rising)) == "present"
    assert state(finding, epochs(loss, train_acc=0.2 + 0.75 * rising)) == "absent"


def test_a_wild_first_epoch_does_not_hide_that_nothing_is_learned():
    loss, accuracy = STUCK.copy(), 0.1 + RNG.normal(0, 0.004, 60)
    loss[0] = 900.0
    history = epochs(loss, train_acc=accuracy)
    for finding in ("training_loss_flat_from_start", "training_loss_not_decreasing"):
        assert state(finding, history) == "present"
    assert state("training_loss_plateaus", history) == "absent"
    assert state("loss_at_chance_level", history) == "present"


def test_a_model_that_was_good_before_need_not_fall():
    loss, accuracy = np.full(20, 0.05), np.full(20, 0.98)
    history = epochs(loss, train_acc=accuracy)
    assert because("training_loss_not_decreasing", history) == "good_from_the_start"
    assert because("training_loss_flat_from_start", history) == "good_from_the_start"


def test_a_warm_restart_is_no_spike():
    loss, rate = 0.3 + LEARNS * NOISE, np.tile(np.linspace(1, 0.05, 20), 3)
    loss[[20, 40]] = 3.0
    assert state("training_loss_spikes", epochs(loss)) == "present"
    assert state("training_loss_spikes", epochs(loss, lr=rate)) == "absent"


def test_the_place_of_divergence_is_told():
    found = report("training_loss_diverges", epochs(DIVERGES))
    assert 28 <= found.numbers["step"] <= 36
    assert found.numbers["unit"] == "epoch"


def test_the_noise_of_small_batches_is_no_oscillation():
    rng = np.random.default_rng(3)
    place = np.linspace(0, 1, 4000)
    loss = (0.3 + 2 * np.exp(-8 * place)) * np.exp(rng.normal(0, 0.5, 4000))
    assert state("training_loss_oscillates", steps(loss)) == "absent"
    assert state("loss_swings_late", steps(loss)) == "absent"


def test_chance_needs_its_number_of_classes_to_be_likely():
    odd = np.full(20, 1.86)
    assert because("loss_at_chance_level", epochs(odd)) == "class_count_not_known"
    assert state("loss_at_chance_level", epochs(odd), class_count=4) == "absent"
    seven = np.full(20, np.log(7))
    assert state("loss_at_chance_level", epochs(seven), class_count=7) == "present"


def test_negative_and_zero_losses_are_counted():
    loss = LEARNS.copy()
    loss[10:13] = -0.4
    found = report("loss_is_negative", epochs(loss, train_acc=np.linspace(0.2, 0.9, len(loss))))
    assert (found.state, found.numbers["count"]) == ("present", 3)
    assert because("loss_is_negative", epochs(loss)) == "loss_may_be_a_density"
    assert state("loss_is_negative", epochs(LEARNS)) == "absent"
    assert because("loss_is_negative", history_of(epoch=[1], val_loss=[1])) == "needs_training_loss"
    assert state("loss_is_exactly_zero", epochs(np.zeros(20))) == "present"
    assert state("loss_is_exactly_zero", epochs(LEARNS)) == "absent"
    rounded = np.round(0.5 * np.exp(-12 * PLACE), 3)
    assert because("loss_is_exactly_zero", epochs(rounded)) == "log_keeps_few_digits"


def test_a_loss_that_falls_while_accuracy_stays_is_found():
    finding, flat = "loss_falls_accuracy_flat", np.full(60, 0.3)
    assert state(finding, epochs(LEARNS, train_acc=flat)) == "present"
    assert state(finding, epochs(LEARNS, train_acc=1 - 0.9 * np.exp(-5 * PLACE))) == "absent"
    perfect = np.full(60, 0.99)
    assert because(finding, epochs(LEARNS, train_acc=perfect)) == "good_from_the_start"


def test_accuracy_on_the_training_set_is_judged():
    low, good = np.full(60, 0.3), 1 - 0.9 * np.exp(-8 * PLACE)
    assert state("training_accuracy_low", epochs(LEARNS, train_acc=low)) == "present"
    assert state("training_accuracy_low", epochs(LEARNS, train_acc=good)) == "absent"
    between = np.full(60, 0.7)
    unsure = because("training_accuracy_low", epochs(LEARNS, train_acc=between))
    assert unsure == "wanted_level_not_known"
    assert state("training_accuracy_near_perfect", epochs(LEARNS, train_acc=good)) == "present"
    assert state("training_accuracy_near_perfect", epochs(LEARNS, train_acc=low)) == "absent"
    assert because("training_accuracy_near_perfect", epochs(BELOW_ZERO)) == "loss_below_zero"


def test_accuracy_at_chance_agrees_with_what_the_loss_says_of_a_guess():
    finding, guess = "accuracy_at_chance_level", 0.1 + RNG.normal(0, 0.004, 60)
    assert state(finding, epochs(STUCK, train_acc=guess)) == "present"
    assert state(finding, epochs(LEARNS, train_acc=1 - 0.9 * np.exp(-8 * PLACE))) == "absent"
    assert because(finding, epochs(LEARNS, train_acc=guess)) == "class_count_not_known"
    assert state(finding, epochs(LEARNS, train_acc=guess), class_count=10) == "present"


def test_a_first_loss_is_compared_where_the_first_step_was_logged():
    finding = "initial_loss_far_from_expected"
    assert state(finding, steps(80 * LEARNS / LEARNS[0]), class_count=10) == "present"
    assert state(finding, steps(2.3 * LEARNS / LEARNS[0]), class_count=10) == "absent"
    assert because(finding, steps(LEARNS)) == "class_count_not_known"
    assert because(finding, epochs(LEARNS), class_count=10) == "logged_too_coarsely"


def test_a_first_epoch_far_above_any_guess_has_begun_there():
    finding, guess = "initial_loss_far_from_expected", 1 - 0.9 * np.exp(-8 * PLACE)
    assert state(finding, epochs(2500 * LEARNS / LEARNS[0], train_acc=guess)) == "present"
    high = epochs(20 * LEARNS / LEARNS[0], train_acc=guess)
    assert because(finding, high) == "logged_too_coarsely"
    assert state(finding, high, class_count=10) == "present"


def test_unstable_first_steps_are_found():
    finding, loss = "early_steps_unstable", np.interp(np.arange(2000), np.arange(60) * 34, LEARNS)
    jumps = loss.copy()
    jumps[5:80] *= 6
    assert state(finding, steps(jumps)) == "present"
    assert state(finding, steps(loss)) == "absent"
    assert because(finding, epochs(LEARNS)) == "logged_too_coarsely"


def test_jumps_at_the_borders_of_epochs_are_found():
    finding = "loss_jumps_at_epoch_borders"
    epoch, inside = np.repeat(np.arange(8), 100), np.tile(np.linspace(0.8, 1.3, 100), 8)
    rng = np.random.default_rng(0)
    smooth = (0.5 + np.exp(-np.linspace(0, 4, 800))) * np.exp(rng.normal(0, 0.05, 800))
    assert state(finding, steps(smooth * inside, epoch=epoch)) == "present"
    assert state(finding, steps(smooth, epoch=epoch)) == "absent"
    assert because(finding, steps(smooth)) == "epochs_not_known"


def test_a_jump_after_a_resume_is_found_where_the_history_goes_back():
    finding, loss = "loss_jumped_after_resume", 0.2 + LEARNS
    steps_done = np.concatenate([np.arange(30), np.arange(25, 55)])
    jumped = np.concatenate([loss[:30], 3 * loss[25:55]])
    smooth = np.concatenate([loss[:30], loss[25:55]])
    assert state(finding, history_of(step=steps_done, loss=jumped)) == "present"
    assert state(finding, history_of(step=steps_done, loss=smooth)) == "absent"
    assert because(finding, steps(loss)) == "no_resume_in_history"


def test_few_epochs_count_only_while_the_loss_falls():
    finding = "few_epochs_done"
    assert state(finding, epochs(np.array([2.3, 1.9, 1.5, 1.2]))) == "present"
    assert state(finding, epochs(0.5 + 1.8 * np.exp(-20 * PLACE))) == "absent"
    assert because(finding, epochs(np.array([1.0, 1.0, 1.0, 1.0]))) == "need_not_known"


def test_a_run_that_broke_was_not_stopped_too_early():
    broke = np.where(np.arange(60) < 40, LEARNS, np.nan)
    for finding in ("still_improving_at_end", "few_epochs_done", "epochs_done"):
        assert because(finding, epochs(broke)) == "run_broke"
