"""The model's own loss is told by its values: does it fit the task, does a rest drown it."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from tests.probes.catalog.model.patients import data, mlp, state, told, trained, upload

F = nn.functional
FIT, TERMS = "loss_does_not_fit_task", "loss_terms_differ_in_size"


def one_hot(output: Tensor, y: Tensor) -> Tensor:
    return F.one_hot(y, output.shape[1]).to(output.dtype)


def own_cross_entropy(output: Tensor, y: Tensor) -> Tensor:
    chances = torch.exp(output) / torch.exp(output).sum(-1, keepdim=True)
    return -torch.log(chances.gather(1, y[:, None]) + 1e-12).mean()


def own_squares(output: Tensor, y: Tensor) -> Tensor:
    return 0.5 * ((output - one_hot(output, y)) ** 2).sum(1).mean()


def squares_of_numbers(output: Tensor, y: Tensor) -> Tensor:
    return ((output - y[:, None].to(output.dtype)) ** 2).mean()


def wrong_axis(output: Tensor, y: Tensor) -> Tensor:
    return -torch.log_softmax(output, 0).gather(1, y[:, None]).mean()


def wrong_sign(output: Tensor, y: Tensor) -> Tensor:
    return torch.log_softmax(output, -1).gather(1, y[:, None]).mean()


def half_hidden(output: Tensor, y: Tensor) -> Tensor:
    counted = (y >= 2).to(output.dtype)
    each = F.cross_entropy(output, y, reduction="none")
    return (each * counted).sum() / counted.sum().clamp(min=1)


def smoothed(output: Tensor, y: Tensor) -> Tensor:
    logs = torch.log_softmax(output, -1)
    return 0.9 * F.nll_loss(logs, y) - 0.1 * logs.mean()


def sums(output: Tensor, y: Tensor) -> Tensor:
    return F.cross_entropy(output, y, reduction="sum")


def with_squared_outputs(weight: float):
    def loss(output: Tensor, y: Tensor) -> Tensor:
        return F.cross_entropy(output, y) + weight * (output**2).mean()

    return loss


def learnt(loss) -> nn.Module:
    """Trained with the loss that it is then exported with."""
    model = mlp()
    x, y = (torch.from_numpy(array) for array in data(samples=256))
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    for _ in range(150):
        optimizer.zero_grad()
        loss(model(x), y).backward()
        optimizer.step()
    return model


@pytest.mark.parametrize(
    ("loss", "name", "fits"),
    [
        (F.cross_entropy, "cross_entropy", "absent"),
        (own_cross_entropy, "cross_entropy", "absent"),
        (sums, "cross_entropy", "absent"),
        (F.multi_margin_loss, "hinge", "absent"),
        (lambda o, y: F.binary_cross_entropy_with_logits(o, one_hot(o, y)), None, "absent"),
        (own_squares, "mse", "present"),
        (squares_of_numbers, "mse", "present"),
        (lambda o, y: F.l1_loss(o, one_hot(o, y)), "l1", "present"),
        (lambda o, y: (o - one_hot(o, y)).abs().sum(), "l1", "present"),
    ],
)
@pytest.mark.parametrize("steps", [0, 150])
def test_a_loss_of_classes_fits_classes_and_one_of_quantities_does_not(loss, name, fits, steps):
    given = upload(trained(mlp(), steps), loss=loss)
    assert told(FIT, given).state == fits
    assert told("loss_function", given).value == (name or "bce_with_logits")
    assert told(TERMS, given).state == "absent"


@pytest.mark.parametrize("loss", [wrong_axis, wrong_sign, half_hidden])
@pytest.mark.parametrize("steps", [0, 150])
def test_a_loss_written_wrongly_is_neither_of_another_task_nor_a_sum(loss, steps):
    given = upload(trained(mlp(), steps), loss=loss)
    assert told(FIT, given).because == "loss_equals_no_standard_one"
    assert told("loss_function", given).value == "custom"
    assert told(TERMS, given).because == "loss_is_no_sum_known"


def regression(y: np.ndarray, loss) -> dict:
    x, _ = data()
    return upload(nn.Sequential(*mlp()[:-1], nn.Linear(32, 1)), loss=loss, x=x, y=y)


def test_quantities_want_a_loss_of_quantities():
    y = np.random.default_rng(0).normal(size=(64, 1)).astype("float32")
    assert told(FIT, regression(y, F.mse_loss)).state == "absent"
    assert told(FIT, regression(y, F.binary_cross_entropy_with_logits)).state == "present"


def test_whole_numbers_on_one_output_may_be_quantities():
    _, y = data()

    def squares(output: Tensor, y: Tensor) -> Tensor:
        return F.mse_loss(output[:, 0], y.to(output.dtype))

    assert told(FIT, regression(y, squares)).because == "classes_or_quantities"
    assert told(FIT, regression(y % 2, squares)).state == "present"


def test_a_softmax_over_labels_that_hold_together():
    y = (np.random.default_rng(0).random((64, 4)) < 0.5).astype("float32")
    assert state(FIT, mlp(), loss=F.cross_entropy, y=y) == "present"
    assert state(FIT, mlp(), loss=F.binary_cross_entropy_with_logits, y=y) == "absent"


def test_a_second_term_that_holds_the_outputs_down():
    loud, faint = with_squared_outputs(30.0), with_squared_outputs(1e-4)
    report = told(TERMS, upload(learnt(loud), loss=loud))
    assert report.state == "present"
    assert report.numbers["cost"] > 10 * report.numbers["gain"] > 0
    assert report.numbers["task"] > 0.5 * report.numbers["guessing"]
    assert told(TERMS, upload(learnt(faint), loss=faint)).state != "present"


def test_a_large_rest_beside_a_task_that_is_learnt_is_no_fault():
    def shifted(output: Tensor, y: Tensor) -> Tensor:
        return F.cross_entropy(output, y) + 50.0 + 0 * output.sum()

    assert state(TERMS, learnt(shifted), loss=shifted) == "unknown"
    assert state(TERMS, learnt(smoothed), loss=smoothed) != "present"


def test_nothing_is_said_of_a_model_without_its_loss():
    from tests.probes.catalog.model.patients import batch, exported

    x, y = data()
    given = {"model": exported(mlp(), torch.from_numpy(x[:8])), "batch": batch(x, y)}
    for finding in (FIT, TERMS, "loss_function"):
        assert told(finding, given).state == "unknown"
