"""Learning rate, schedule, gradient norm and loss scale."""

import numpy as np
import pytest
import torch

from tests.probes.catalog.history.synthetic import history_of
from tests.probes.catalog.history.verdicts import because, report, state
from tests.probes.catalog.uploads import checkpoint, mlp, told

LENGTH = 60
PLACE = np.linspace(0, 1, LENGTH)
T = np.arange(LENGTH)
RNG = np.random.default_rng(0)
LOSS = (0.2 + 2 * np.exp(-6 * PLACE)) * np.exp(RNG.normal(0, 0.01, LENGTH))
HALF = np.where(T < 30, 0.1, 0.01)
COSINE = 0.1 * (1 + np.cos(np.pi * PLACE)) / 2


def epochs(rate, loss=LOSS):
    return history_of(epoch=T[: len(rate)] + 1, train_loss=loss[: len(rate)], lr=rate)


def steps(rate):
    return history_of(step=T[: len(rate)] + 1, loss=LOSS[: len(rate)], lr=rate)


DROPS = np.where(T < 30, 1 + np.exp(-PLACE * 10), 0.5) * np.exp(RNG.normal(0, 0.01, LENGTH))
STOPS = np.where(T < 15, 2 - T / 15, 1.0)
PAIRS = {
    "rate_never_lowered": (epochs(np.full(LENGTH, 0.1)), epochs(COSINE)),
    "rate_decays_to_nothing": (epochs(0.1 * 0.7**T), epochs(COSINE)),
    "loss_dropped_when_rate_lowered": (epochs(HALF, DROPS), epochs(HALF, LOSS)),
    "progress_stopped_when_rate_decayed": (epochs(0.1 * 0.7**T, STOPS), epochs(COSINE)),
    "decay_compounds": (epochs(0.1 * 0.98 ** (T * (T + 1) / 2)), epochs(0.1 * 0.98**T)),
    "no_warmup": (steps(np.full(LENGTH, 0.1)), steps(np.minimum(0.1, 0.01 * (T + 1)))),
}


@pytest.mark.parametrize("finding", PAIRS)
def test_the_sick_schedule_is_found_and_its_healthy_twin_is_not(finding):
    sick, well = PAIRS[finding]
    assert state(finding, sick) == "present"
    assert state(finding, well) == "absent"


@pytest.mark.parametrize("finding", [*PAIRS, "learning_rate", "schedule"])
def test_without_a_logged_rate_nothing_is_said(finding):
    history = history_of(epoch=T, train_loss=LOSS)
    assert because(finding, history) == "needs_learning_rate"


@pytest.mark.parametrize("finding", PAIRS)
def test_a_rate_of_two_places_is_not_judged(finding):
    assert because(finding, epochs(np.array([0.1, 0.01]))) == "too_few_points"


def test_a_warm_up_may_be_over_within_the_first_epoch():
    assert because("no_warmup", epochs(np.full(LENGTH, 0.1))) == "logged_too_coarsely"


def test_a_rate_per_step_is_not_taken_for_a_decay_per_epoch():
    assert because("decay_compounds", steps(COSINE)) == "one_rate_per_epoch_needed"


@pytest.mark.parametrize("shape", [COSINE, 0.1 * 0.95**T, HALF, 0.1 * (1 - PLACE) ** 2])
def test_common_schedules_do_not_compound(shape):
    assert state("decay_compounds", epochs(shape)) == "absent"


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("none", np.full(LENGTH, 0.1)),
        ("step", HALF),
        ("cosine", COSINE),
        ("exponential", 0.1 * 0.93**T),
        ("one_cycle", np.interp(PLACE, [0, 0.3, 1], [0.004, 0.1, 0.0001])),
        ("warmup_decay", np.interp(PLACE, [0, 0.08, 1], [0.001, 0.1, 0.0])),
        ("other", 0.05 + 0.04 * np.sin(12 * PLACE)),
    ],
)
def test_the_schedule_is_named(name, rate):
    assert report("schedule", epochs(rate)).value == name


def test_the_rate_is_the_one_that_was_set():
    assert report("learning_rate", epochs(COSINE)).value == pytest.approx(0.1)


def norms(values):
    return history_of(step=np.arange(len(values)), loss=np.ones(len(values)), grad_norm=values)


QUIET = np.exp(RNG.normal(0, 0.3, 200))


def test_gradient_norms_that_stand_out_are_found():
    finding, spiky = "gradient_norm_spikes", QUIET.copy()
    spiky[[70, 150]] = [60, 200]
    found = report(finding, norms(spiky))
    assert (found.state, found.numbers["count"], found.numbers["step"]) == ("present", 2, 150)
    assert state(finding, norms(QUIET)) == "absent"
    assert because(finding, epochs(COSINE)) == "needs_gradient_norm"
    assert because(finding, norms(QUIET[:5])) == "too_few_points"


def test_gradient_norms_that_keep_growing_are_found():
    finding = "gradients_explode"
    assert state(finding, norms(QUIET * np.exp(np.linspace(0, 9, 200)))) == "present"
    assert state(finding, norms(QUIET)) == "absent"
    assert because(finding, epochs(COSINE)) == "needs_gradient_norm"


def test_a_loss_scale_that_collapses_is_found():
    def scale(values):
        return history_of(step=np.arange(len(values)), loss=np.ones(len(values)), loss_scale=values)

    finding = "loss_scale_collapses"
    assert state(finding, scale(65536 * 0.5 ** np.arange(20))) == "present"
    assert state(finding, scale([65536, 32768, 32768, 65536])) == "absent"
    assert because(finding, epochs(COSINE)) == "needs_loss_scale"
    assert because(finding, scale([65536])) == "too_few_points"


def test_a_schedule_of_steps_that_each_help_takes_no_progress_away():
    """As image classifiers are trained: flat before each step, and flat after the last."""
    rate = np.select([T < 0.34 * LENGTH, T < 0.66 * LENGTH], [0.1, 0.01], 0.001)
    level = np.select([T < 0.34 * LENGTH, T < 0.66 * LENGTH], [1.9, 1.25], 1.0)
    loss = (level + 4 * np.exp(-T / 3)) * np.exp(RNG.normal(0, 0.004, LENGTH))
    assert state("progress_stopped_when_rate_decayed", epochs(rate, loss)) == "absent"


def test_a_rate_that_never_falls_at_once_has_no_step_to_look_at():
    slowly = epochs(0.1 * 0.95**T)
    assert because("loss_dropped_when_rate_lowered", slowly) == "no_sudden_fall_of_rate"


FROZEN = np.where(T < 9, LOSS, LOSS[9])


def test_a_loss_that_stands_still_after_progress_is_told_and_one_that_converged_is_not():
    finding = "loss_stands_still"
    assert state(finding, history_of(epoch=T + 1, train_loss=FROZEN)) == "present"
    assert state(finding, history_of(epoch=T + 1, train_loss=LOSS)) == "absent"
    never_moved = np.full(LENGTH, 2.3026)
    assert state(finding, history_of(epoch=T + 1, train_loss=never_moved)) == "absent"
    rounded = history_of(epoch=T + 1, train_loss=FROZEN.round(1))
    assert because(finding, rounded) == "too_few_digits"


@pytest.mark.parametrize(
    ("losses", "rate", "expected"),
    [(FROZEN, 1e-9, "present"), (LOSS, 1e-9, "absent"), (FROZEN, 0.05, "absent")],
)
def test_the_rate_in_a_checkpoint_and_a_frozen_loss_tell_that_it_went_to_nothing(
    losses, rate, expected
):
    model = mlp(20, 8, 4)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    optimizer.param_groups[0] |= {"initial_lr": 0.1, "lr": rate}
    uploaded = {
        "history": history_of(epoch=T + 1, train_loss=losses),
        "checkpoint": checkpoint(model, optimizer=optimizer),
    }
    assert told("rate_decays_to_nothing", **uploaded).state == expected
