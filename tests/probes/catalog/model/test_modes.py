"""Whether the run was validated in evaluation mode, told from the log and the model together."""

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
