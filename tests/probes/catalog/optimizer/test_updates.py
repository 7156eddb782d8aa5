"""Updates are counted by the optimizer; what a log calls a step may be anything."""

import numpy as np
import pytest
import torch

from probes.checkpoint import Checkpoint
from probes.history import History, Series
from tests.probes.catalog.uploads import checkpoint, classes, mlp, told, train

X, Y = classes()
IN_ALL, EACH = "few_updates_done", "few_updates_per_epoch"


def run(steps: int, epoch: int | None = None, make=torch.optim.Adam):
    torch.manual_seed(0)
    model = mlp(20, 16, 4)
    optimizer = train(model, make, steps, X, Y, lr=1e-3)
    return checkpoint(model, optimizer, **({"epoch": epoch} if epoch else {}))


def log(losses: np.ndarray, **counters: np.ndarray) -> History:
    there = np.ones(len(losses), bool)
    columns = {"epoch": np.arange(1.0, len(losses) + 1)} | counters
    made = [Series(name, values, there, name) for name, values in columns.items()]
    return History((*made, Series("loss", losses, there, "train_loss")))


def falling(epochs: int, rate: float = 0.5) -> np.ndarray:
    return 0.3 + 2 * np.exp(-rate * np.arange(epochs) * 5 / epochs)


def test_forty_updates_in_twenty_epochs_are_few_and_few_per_epoch():
    given = {"checkpoint": run(40, epoch=20), "history": log(falling(20))}
    report = told(EACH, **given)
    assert report.state == "present"
    assert (report.numbers["per_epoch"], report.numbers["total"]) == (2, 40)
    assert told(IN_ALL, **given).state == "present"


def test_many_updates_are_many_and_a_fitted_loss_needs_no_more():
    assert told(EACH, checkpoint=run(440, epoch=20)).state == "absent"
    many = {"checkpoint": run(1000, epoch=20), "history": log(falling(20))}
    assert told(IN_ALL, **many).state == "absent"
    flat = np.full(20, 0.02)
    flat[:3] = 2, 1, 0.1
    done = {"checkpoint": run(40, epoch=20), "history": log(flat)}
    assert told(IN_ALL, **done).because == "updates_needed_not_known"


def test_between_few_and_many_nothing_is_said_while_the_loss_falls():
    given = {"checkpoint": run(300, epoch=20), "history": log(falling(20))}
    assert told(IN_ALL, **given).because == "updates_needed_not_known"


def test_full_batch_training_for_long_is_meant_so():
    assert told(EACH, checkpoint=run(200, epoch=200)).state == "absent"


def test_a_checkpoint_without_its_epoch_is_placed_by_a_log_it_divides_evenly():
    assert told(EACH, checkpoint=run(40), history=log(falling(20))).state == "present"
    assert told(EACH, checkpoint=run(50), history=log(falling(20))).because == "epochs_not_known"
    assert told(EACH, checkpoint=run(50)).because == "epochs_not_known"


@pytest.mark.parametrize("step", [20.0, 21.0])
def test_a_step_that_counts_epochs_is_no_update(step):
    saved = Checkpoint("test", {}, step=step, epoch=20.0)
    assert told(EACH, checkpoint=saved).because == "needs_updates"


def test_steps_of_a_log_may_be_its_rows():
    few = log(falling(20), step=np.arange(1.0, 21) * 2)
    assert told(EACH, history=few).because == "steps_not_told"
    many = log(falling(20), step=np.arange(1.0, 21) * 50)
    assert told(EACH, history=many).state == "absent"
    assert told(EACH, history=log(falling(20))).because == "needs_updates"
