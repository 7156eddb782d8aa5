"""Models with one fault each and their healthy twins: that fault is found, and no other."""

import pytest
import torch
from torch import Tensor, nn

from probes import runner
from tests.probes.catalog.model.patients import mlp, scaled, trained, upload
from tests.probes.catalog.model.test_gradients import Detached
from tests.probes.catalog.model.test_numerics import (
    DivisionByZero,
    ExpOverflow,
    LogOfZero,
    RootOfZero,
    SafeDivision,
    SafeExp,
    SafeLog,
    SafeRoot,
)


class Recurrent(nn.Module):
    def __init__(self, end: nn.Module) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.rnn, self.head, self.end = nn.GRU(3, 16, batch_first=True), nn.Linear(16, 4), end

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.rnn(x.reshape(-1, 4, 3))
        return self.end(self.head(states[:, -1]))


class Pictures(nn.Module):
    def __init__(self, bias: float = 0.0) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.a, self.b = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 16, 3, padding=1)
        self.head = nn.Linear(16 * 12, 4)
        nn.init.constant_(self.a.bias, bias)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.b(torch.relu(self.a(x.reshape(-1, 1, 3, 4)))))
        return self.head(h.flatten(1))


class Attentive(nn.Module):
    def __init__(self, frozen: bool = False) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.embed = nn.Linear(3, 16)
        self.body = nn.TransformerEncoderLayer(16, 2, 32, dropout=0.0, batch_first=True)
        self.head = nn.Linear(16, 4)
        self.embed.requires_grad_(not frozen)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(self.embed(x.reshape(-1, 4, 3))).mean(1))


def norm(sick: bool) -> nn.Module:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 4))
    trained(model)
    if sick:
        with torch.no_grad():
            model[1].running_mean.add_(10.0)
    return model


def dropped(rate: float) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(12, 8), nn.ReLU(), nn.Dropout(rate), nn.Linear(8, 4))


def tanh(gain: float) -> nn.Module:
    return scaled(mlp(3, nn.Tanh), gain)


# finding, sick, healthy twin
CASES = {
    "sqrt at zero": ("risky_square_root", RootOfZero, SafeRoot),
    "division by zero": ("risky_division", DivisionByZero, SafeDivision),
    "log of zero": ("risky_logarithm", LogOfZero, SafeLog),
    "exp overflow": ("risky_exponential", ExpOverflow, SafeExp),
    "dead relu": ("dead_relu_units", lambda: Pictures(-100.0), Pictures),
    "saturated tanh": ("saturated_activations", lambda: tanh(8.0), lambda: tanh(0.5)),
    "saturated sigmoid": (
        "saturated_activations",
        lambda: scaled(mlp(3, nn.Sigmoid), 40.0),
        lambda: mlp(3, nn.Sigmoid),
    ),
    "vanishing by depth": (
        "gradients_vanish",
        lambda: mlp(10, nn.Sigmoid),
        lambda: scaled(mlp(10), 1.0),
    ),
    "exploding by scale": (
        "gradients_explode",
        lambda: scaled(mlp(8), 4.0),
        lambda: scaled(mlp(8), 1.0),
    ),
    "zero init": ("gradients_all_zero", lambda: scaled(mlp(), 0.0), mlp),
    "detached branch": ("loss_detached", Detached, mlp),
    "frozen layers": ("layers_frozen", lambda: Attentive(True), Attentive),
    "double softmax": (
        "probabilities_fed_to_logit_loss",
        lambda: Recurrent(nn.Softmax(-1)),
        lambda: Recurrent(nn.Identity()),
    ),
    "relu on the output": (
        "output_range_mismatch",
        lambda: Recurrent(nn.ReLU()),
        lambda: Recurrent(nn.Identity()),
    ),
    "missing nonlinearity": ("no_activation_between_layers", lambda: mlp(2, nn.Identity), mlp),
    "batchnorm statistics": (
        "batchnorm_statistics_broken",
        lambda: norm(True),
        lambda: norm(False),
    ),
    "train and eval": ("train_eval_outputs_differ", lambda: norm(True), lambda: norm(False)),
    "dropout too strong": ("dropout_dominates", lambda: dropped(0.95), lambda: dropped(0.1)),
    "growing activations": (
        "activations_grow_with_depth",
        lambda: scaled(mlp(8), 2.5),
        lambda: scaled(mlp(8), 1.0),
    ),
    "shrinking activations": (
        "activations_shrink_with_depth",
        lambda: scaled(mlp(8), 0.4),
        lambda: scaled(mlp(8), 1.0),
    ),
}
ABOUT_THE_MODEL = sorted({finding for finding, _, _ in CASES.values()})


@pytest.mark.parametrize("name", CASES)
def test_the_fault_is_found_and_the_twin_is_well(name):
    finding, sick, twin = CASES[name]
    reports = {r.finding: r for r in runner.run(upload(sick()), only=[finding])}
    assert reports[finding].state == "present", reports[finding]
    well = runner.run(upload(twin()), only=ABOUT_THE_MODEL)
    assert not [r for r in well if r.because == "failed"]
    wrong = [r.finding for r in well if r.state == "present"]
    assert not wrong
