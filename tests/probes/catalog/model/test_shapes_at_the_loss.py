"""Where prediction and target broadcast against each other, the graph says so; nowhere else."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from tests.probes.catalog.model.patients import data, told, upload

F = nn.functional
FINDING = "shape_warning"


def squares(output: Tensor, y: Tensor) -> Tensor:
    return ((output - y) ** 2).mean()


def absolute(output: Tensor, y: Tensor) -> Tensor:
    return torch.abs(y - output).mean()


def ranking(output: Tensor, y: Tensor) -> Tensor:
    """Every pair on purpose: predictions among themselves, targets among themselves."""
    better = torch.sign(y[:, None] - y[None, :])
    return F.softplus(-better * (output - output.T)).mean()


def weighed_by_class(output: Tensor, y: Tensor) -> Tensor:
    weights = torch.tensor([1.0, 2.0, 3.0, 4.0])
    return (F.cross_entropy(output, y, reduction="none") * weights[y]).mean()


def regression(loss, y: np.ndarray, last: nn.Module | None = None):
    layers = [nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 1)]
    return upload(nn.Sequential(*layers, *([last] if last else [])), loss, y=y)


numbers = np.random.default_rng(3).normal(size=64).astype("float32")


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize("loss", [squares, absolute, F.mse_loss, F.l1_loss, F.smooth_l1_loss])
def test_a_column_of_predictions_against_a_row_of_targets_is_found(loss):
    report = told(FINDING, regression(loss, numbers))
    assert report.state == "present"
    assert report.numbers["prediction"] == "(8, 1)"
    assert report.numbers["target"] == "(8,)"
    assert report.numbers["result"] == "(8, 8)"


def test_a_row_of_predictions_against_a_column_of_targets_is_found_too():
    assert told(FINDING, regression(squares, numbers[:, None], nn.Flatten(0))).state == "present"


@pytest.mark.parametrize("loss", [squares, F.mse_loss, F.huber_loss, ranking])
def test_equal_shapes_and_pairs_on_purpose_are_left_alone(loss):
    y = numbers if loss is ranking else numbers[:, None]
    assert told(FINDING, regression(loss, y)).state == "absent"


@pytest.mark.parametrize("loss", [F.cross_entropy, weighed_by_class])
def test_losses_of_classes_are_left_alone(loss):
    model = nn.Sequential(nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 4))
    assert told(FINDING, upload(model, loss, *data())).state == "absent"


def test_without_the_loss_in_the_graph_nothing_is_said():
    from tests.probes.catalog.model.patients import batch, exported

    x, y = data()
    model = exported(nn.Sequential(nn.Linear(12, 4)), torch.from_numpy(x[:8]))
    report = told(FINDING, {"model": model, "batch": batch(x, y)})
    assert (report.state, report.because) == ("unknown", "loss_not_in_graph")
