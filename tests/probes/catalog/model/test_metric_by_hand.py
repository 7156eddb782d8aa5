"""The logged accuracy against the one that is counted on the validation batch."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from probes import runner
from probes.formats.recognise import open_upload
from tests.probes.catalog.model.patients import WithLoss, batch, data, exported, mlp, trained


def report(tmp_path, logged, loss_off: float = 0.0, rows: int = 256):
    """Of a run whose log holds `logged(accuracy)`."""
    made = trained(mlp())
    x, y = data(seed=5, samples=rows)
    with torch.no_grad():
        output = made(torch.from_numpy(x))
    loss = cross_entropy(output, torch.from_numpy(y)).item() + loss_off
    share = float((output.argmax(1).numpy() == y).mean())
    lines = [f"{epoch},{loss + 1e-3 / epoch},{loss},{logged(share)}" for epoch in range(1, 9)]
    path = tmp_path / "log.csv"
    path.write_text("epoch,train_loss,val_loss,val_acc\n" + "\n".join(lines) + "\n")
    given = {
        "model": exported(WithLoss(made), torch.from_numpy(x[:8]), torch.from_numpy(y[:8])),
        "batch": batch(*data()),
        "validation_batch": batch(x, y),
        "history": open_upload(path),
    }
    return runner.run(given, only=["metric_disagrees_by_hand"])[0]


@pytest.mark.parametrize("logged", [lambda share: 0.7 * share, lambda share: 0.25])
def test_an_accuracy_that_counts_something_else(tmp_path, logged):
    assert report(tmp_path, logged).state == "present"


def test_an_accuracy_that_agrees_within_sampling(tmp_path):
    assert report(tmp_path, lambda share: share - 0.002).state == "absent"


def test_a_loss_that_disagrees_too_points_to_another_checkpoint(tmp_path):
    assert report(tmp_path, lambda share: 0.25, loss_off=2.0).because == "checkpoint_may_be_another"


def test_a_few_samples_do_not_judge(tmp_path):
    assert report(tmp_path, lambda share: 0.25, rows=24).because == "batch_too_small"
