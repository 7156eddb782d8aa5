"""Experiments tell sick from healthy, cost what they say, and end when they are told to."""

import pytest
import torch
from torch import nn

from probes.experiments import (
    gradient_noise,
    learning_rate_range_test,
    overfit_one_batch,
    try_fix,
)
from probes.refusal import Refusal
from tests.probes.catalog.model.patients import mlp, scaled, trained, upload


def given(model: nn.Module):
    found = upload(model)
    return found["model"], found["batch"]


def test_a_healthy_model_learns_one_batch_by_heart():
    result = overfit_one_batch.run(*given(mlp()))
    assert result.how == "fits" and result.steps < 200
    assert overfit_one_batch.judge(result)[0].state == "absent"


@pytest.mark.parametrize(
    "model",
    [
        lambda: nn.Sequential(*mlp(), nn.Softmax(-1)),
        lambda: mlp(10, nn.Sigmoid),
        lambda: mlp().requires_grad_(False),
    ],
    ids=["softmax", "ten sigmoids", "frozen"],
)
def test_a_faulty_model_cannot(model):
    program, batch = given(model())
    if not program.trainable:
        with pytest.raises(Refusal, match="nothing_to_train"):
            overfit_one_batch.run(program, batch)
        return
    (report,) = overfit_one_batch.judge(overfit_one_batch.run(program, batch))
    assert report.state == "present"
    assert {"steps", "batch", "loss", "start"} <= set(report.numbers)


@pytest.mark.parametrize(
    ("rate", "above", "below"),
    [(3.0, "present", "absent"), (1e-3, "absent", "absent"), (1e-8, "absent", "present")],
)
def test_a_rate_is_placed_in_its_range(rate, above, below):
    result = learning_rate_range_test.run(*given(mlp()), rate=rate, optimizer="adam")
    assert [r.state for r in learning_rate_range_test.judge(result)] == [above, below]


def test_an_unknown_rate_is_not_judged():
    reports = learning_rate_range_test.judge(learning_rate_range_test.run(*given(mlp())))
    assert {report.because for report in reports} == {"rate_not_known"}


def test_noise_is_told_or_bounded():
    result = gradient_noise.run(*given(trained(mlp(), 20)), batch_size=16)
    assert result.at_least or result.needed > 0
    assert gradient_noise.judge(result)[0].state in ("present", "absent", "unknown")


@pytest.mark.parametrize(
    ("fix", "rate", "verdict"),
    [
        ("lower_learning_rate", 0.3, {"solved", "partly"}),
        ("raise_learning_rate", 1e-4, {"solved", "partly"}),
        ("raise_learning_rate", 0.03, {"no_change", "worse"}),
    ],
)
def test_the_rate_is_tried_against_a_control(fix, rate, verdict):
    result = try_fix.run(*given(mlp(4)), fix, rate=rate, optimizer="adam", steps=60)
    assert result.verdict in verdict
    assert len(result.control_curves) == len(result.fixed_curves) == 3
    assert result.low <= result.difference <= result.high


def test_the_softmax_is_left_out():
    model = nn.Sequential(*mlp(), nn.Softmax(-1))
    result = try_fix.run(
        *given(model), "pass_logits_to_loss", rate=1e-2, optimizer="adam", steps=60
    )
    assert result.verdict == "solved"


def test_an_activation_is_replaced_in_the_graph():
    sick = mlp(8, nn.Sigmoid)
    result = try_fix.run(*given(sick), "use_relu", rate=1e-2, optimizer="adam", steps=60)
    assert result.verdict == "solved"


class Root(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = mlp()

    def forward(self, x):
        h = self.body[0](x)
        return self.body[1:](torch.sqrt((h - h) ** 2) + h)


def test_an_eps_under_the_root_is_tried():
    model = given(Root())
    assert "add_eps_inside_sqrt" in try_fix.fixes(*model)
    result = try_fix.run(*model, "add_eps_inside_sqrt", rate=1e-2, optimizer="adam", steps=60)
    assert result.verdict == "solved"


def test_a_fix_with_nothing_to_change_is_refused():
    with pytest.raises(Refusal, match="fix_does_not_apply"):
        try_fix.run(*given(mlp()), "pass_logits_to_loss")
    with pytest.raises(Refusal, match="fix_cannot_be_tried"):
        try_fix.run(*given(mlp()), "collect_more_data")


def test_dead_weights_drawn_anew_learn():
    model = scaled(mlp(), 0.0)
    result = try_fix.run(*given(model), "init_by_activation", rate=1e-2, optimizer="adam", steps=60)
    assert result.verdict == "solved"


def test_cancel_and_budget_end_it():
    model, told = given(mlp()), []
    cancelled = try_fix.run(*model, "add_warmup", cancel=lambda: True, progress=told.append)
    assert cancelled.ended == "cancelled"
    assert told and 0 <= told[0] <= 1
    late = overfit_one_batch.run(*given(mlp(10, nn.Sigmoid)), budget=0.05)
    assert late.ended == "budget"
    assert overfit_one_batch.judge(late)[0].because == "experiment_budget"
    assert 0 < overfit_one_batch.price(*model) < 60
