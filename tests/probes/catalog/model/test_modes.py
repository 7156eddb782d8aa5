"""Whether the run was validated in evaluation mode, told from the log and the model together."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from probes import runner
from probes.formats.recognise import open_upload
from tests.probes.catalog.model.patients import WithLoss, batch, data, exported, trained


def model(rate: float) -> nn.Module:
    torch.manual_seed(0)
    made = nn.Sequential(nn.Linear(12, 64), nn.ReLU(), nn.Dropout(rate), nn.Linear(64, 4))
    trained(made)
    return made


def report(tmp_path, made: nn.Module, train: bool):
    """Of a run that logged its validation loss in this mode."""
    x, y = data(seed=5, samples=256)
    with torch.no_grad():
        loss = cross_entropy(made.train(train)(torch.from_numpy(x)), torch.from_numpy(y)).item()
    path = tmp_path / "log.csv"
    rows = (f"{epoch},{loss + 0.3 / epoch**3},{loss + 0.002 / epoch}" for epoch in range(1, 9))
    path.write_text("epoch,train_loss,val_loss\n" + "\n".join(rows) + "\n")
    some = torch.from_numpy(x[:8]), torch.from_numpy(y[:8])
    upload = {
        "model": exported(WithLoss(made), *some),
        "batch": batch(*data()),
        "validation_batch": batch(x, y),
        "history": open_upload(path),
    }
    return runner.run(upload, only=["no_eval_mode_in_validation"])[0]


def test_the_logged_validation_loss_is_that_of_training_mode(tmp_path):
    assert report(tmp_path, model(0.8), train=True).state == "present"
    assert report(tmp_path, model(0.8), train=False).state == "absent"


def test_modes_that_do_not_differ_say_nothing(tmp_path):
    assert report(tmp_path, model(0.0), train=True).because == "modes_too_alike"


# --- a batch that is a part of the validation set, its accuracy logged too ---


def normed() -> nn.Module:
    torch.manual_seed(0)
    made = nn.Sequential(
        nn.Linear(12, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 4)
    )
    return trained(made, steps=60)


def scores(made: nn.Module, x, y, train: bool) -> tuple[float, float]:
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    with torch.no_grad():
        output = made.train(train)(x)
    return cross_entropy(output, y).item(), (output.argmax(1) == y).double().mean().item()


def part_report(made: nn.Module, folder, train: bool, seed: int, rows: int = 600, of: int = 256):
    """Logged on `rows` samples in this mode; `of` of them are uploaded."""
    folder.mkdir()
    x, y = noisy(seed, rows)
    state = {name: value.clone() for name, value in made.state_dict().items()}
    lines = ["epoch,train_loss,val_loss,val_acc"]
    for epoch in range(1, 13):
        torch.manual_seed(1000 * seed + epoch)
        loss, share = scores(made, x, y, train)
        made.load_state_dict(state)
        # Earlier epochs were a little worse; the last one is the checkpoint's.
        early = 0.4 / epoch**2 if epoch < 12 else 0.0
        wrong = round(early * rows / 8) / rows
        lines.append(f"{epoch},{loss + early},{loss + early},{share - wrong}")
    path = folder / "log.csv"
    path.write_text("\n".join(lines) + "\n")
    some = torch.from_numpy(x[:8]), torch.from_numpy(y[:8])
    given = {
        "model": exported(WithLoss(made), *some),
        "batch": batch(*data()),
        "validation_batch": batch(x[:of], y[:of]),
        "history": open_upload(path),
    }
    return runner.run(given, only=["no_eval_mode_in_validation"])[0]


def noisy(seed: int, rows: int):
    """Samples that are hard enough for a spread of losses."""
    x, y = data(seed=100 + seed, samples=rows)
    extra = np.random.default_rng(seed).normal(0, 0.8, x.shape)
    return (x + extra).astype("float32"), y


@pytest.mark.parametrize("make", [lambda: model(0.2), lambda: model(0.5), normed])
def test_a_healthy_run_on_a_part_of_the_set_raises_no_alarm(tmp_path, make):
    made = make()
    told = [part_report(made, tmp_path / str(seed), False, seed).state for seed in range(8)]
    assert "present" not in told


def test_the_mode_shows_on_a_part_of_the_set_by_loss_and_accuracy(tmp_path):
    made = model(0.8)
    told = [part_report(made, tmp_path / str(seed), True, seed).state for seed in range(4)]
    assert "absent" not in told
    assert told.count("present") >= 3


def test_the_whole_set_leaves_no_noise_of_sampling(tmp_path):
    made = model(0.8)
    sick = part_report(made, tmp_path / "sick", True, 0, rows=256)
    fine = part_report(made, tmp_path / "fine", False, 0, rows=256)
    assert sick.numbers["whole"]
    assert (sick.state, fine.state) == ("present", "absent")
