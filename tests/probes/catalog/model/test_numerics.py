"""Where NaN is born, and what comes near it, with the line of the person's own code."""

import inspect
import sys

import pytest
import torch
from torch import Tensor, nn

from tests.probes.catalog.model.patients import mlp, told, upload

F = nn.functional


def line_of(piece: str) -> str:
    lines, _ = inspect.getsourcelines(sys.modules[__name__])
    return next(f"test_numerics.py:{i + 1}" for i, line in enumerate(lines) if piece in line)


class Before(nn.Module):
    """An operation of its own in front of a plain network."""

    def __init__(self) -> None:
        super().__init__()
        self.body = mlp()


class RootOfZero(Before):
    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        return self.body[1:](torch.sqrt((h - h) ** 2) + h)


class SafeRoot(Before):
    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        return self.body[1:](h * torch.sqrt(h**2 + 1.0))


class DivisionByZero(Before):
    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        return self.body[1:](h / (h - h.detach()))


class SafeDivision(Before):
    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        return self.body[1:](h / (1.0 + h.abs()))


class LogOfZero(Before):
    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        return self.body[2:](torch.log(F.relu(h)))


class SafeLog(Before):
    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        return self.body[1:](h * torch.log(2.0 + F.relu(h)))


class ExpOverflow(Before):
    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        return self.body[1:](torch.exp(100.0 + 20.0 * h))


class SafeExp(Before):
    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        return self.body[1:](torch.exp(-h.abs()))


CASES = [
    (RootOfZero, SafeRoot, "square_root", "risky_square_root", "torch.sqrt((h - h)"),
    (DivisionByZero, SafeDivision, "division", "risky_division", "h / (h - h.detach"),
    (LogOfZero, SafeLog, "logarithm", "risky_logarithm", "torch.log(F.relu(h)))"),
    (ExpOverflow, SafeExp, "exponential", "risky_exponential", "torch.exp(100.0"),
]


@pytest.mark.parametrize(("sick", "twin", "operation", "risk", "piece"), CASES)
def test_the_operation_that_makes_nan_is_named_with_its_line(sick, twin, operation, risk, piece):
    given = upload(sick())
    origin, risky = told("first_non_finite_operation", given), told(risk, given)
    assert origin.value == operation
    assert origin.numbers["where"] == risky.numbers["where"] == line_of(piece)
    assert risky.state == "present"
    assert told("gradients_non_finite", given).state == "present"
    healthy = upload(twin())
    assert told("first_non_finite_operation", healthy).because == "everything_finite"
    assert told(risk, healthy).state == "absent"
    assert told("gradients_non_finite", healthy).state == "absent"


def test_what_broke_the_weights_is_seen_again_on_fresh_ones():
    model = RootOfZero()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(torch.nan)
    report = told("first_non_finite_operation", upload(model))
    assert report.value == "square_root"
    assert report.numbers["redrawn"] is True


def test_nan_in_the_data_is_no_operations_fault():
    from tests.probes.catalog.model.patients import data

    x, y = data()
    x[3, 2] = float("nan")
    report = told("first_non_finite_operation", upload(mlp(), x=x, y=y))
    assert report.because == "inputs_not_finite"


class Masked(Before):
    """An infinity that is written on purpose, as attention does."""

    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x)
        weights = h.masked_fill(h < -100.0, float("-inf")).softmax(-1)
        return self.body[1:](weights * h)


def test_a_mask_of_minus_infinity_is_no_fault():
    given = upload(Masked())
    assert told("first_non_finite_operation", given).because == "everything_finite"


def test_values_near_the_limit_of_half_precision_are_told():
    class Large(Before):
        def forward(self, x: Tensor) -> Tensor:
            return self.body[1:](1e-5 * (3e4 * self.body[0](x)))

    assert told("half_precision_overflow_risk", upload(Large())).state == "present"
    assert told("half_precision_overflow_risk", upload(mlp())).state == "absent"


class Attending(Before):
    """As attention hides what comes later."""

    def __init__(self, hidden: float, size: float = 1.0) -> None:
        super().__init__()
        self.hidden, self.size = hidden, size

    def forward(self, x: Tensor) -> Tensor:
        h = self.body[0](x) * self.size
        return self.body[1:](h.masked_fill(h < 0, self.hidden).softmax(-1))


def test_what_a_mask_hides_is_no_overflow():
    for hidden in (float("-inf"), -1e9):
        report = told("half_precision_overflow_risk", upload(Attending(hidden)))
        assert report.state == "absent"
        report = told("half_precision_overflow_risk", upload(Attending(hidden, size=1e6)))
        assert report.state == "present"
