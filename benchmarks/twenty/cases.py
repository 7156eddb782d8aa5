"""Each case declares what counts as right before it is run: the fault, and what nobody could part.

`line` is the text that the named source line must hold.
"""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn

from benchmarks.twenty import data, losses, models
from benchmarks.twenty.data import Task

Loss = Callable[..., object]


@dataclass(frozen=True)
class Case:
    task: Callable[[], Task]
    model: Callable[[bool], nn.Module]  # sick or not
    cause: str
    accepts: tuple[str, ...] = ()
    line: str | None = None
    loss: tuple[Loss, Loss] = (losses.cross_entropy, losses.cross_entropy)  # sick, healthy
    optimizer: str = "adam"
    rate: tuple[float, float] = (3e-3, 3e-3)
    epochs: int = 20
    eval_mode: tuple[bool, bool] = (True, True)
    labels_from: tuple[int, int] = (0, 0)
    history: str = "csv"  # csv, jsonl, text


def _mlp(**more):
    return lambda _: models.Mlp(12, 6, **more)


CASES = {
    "sqrt at zero": Case(
        data.pictures, lambda sick: models.SpreadOfColumns(10, sick), "sqrt_at_zero",
        line="deviation = torch.sqrt(",
    ),
    "division by zero": Case(
        data.table, lambda sick: models.Gate(12, 6, sick), "division_by_zero",
        line="shares = open_ / (", history="text",
    ),
    "log of zero": Case(
        data.table, lambda sick: models.Mlp(12, 6, gain=6.0 if sick else 1.0), "log_of_zero",
        line="logarithm = torch.log(",
        loss=(losses.OwnLog(), losses.OwnLog(1e-7)), rate=(1e-3, 1e-3), history="jsonl",
    ),
    "exp overflow": Case(
        data.bags, lambda sick: models.OwnAttention(6, 4, sick), "exp_overflow",
        line="weight = torch.exp(",
    ),
    "dead relu": Case(
        data.pictures, lambda sick: models.Cnn(10, bias=-12.0 if sick else 0.0), "dead_relu",
    ),
    "saturated tanh": Case(
        data.table, lambda sick: models.Mlp(12, 6, 3, act=nn.Tanh, gain=25.0 if sick else 1.0),
        "saturating_activation", accepts=("init_scale_wrong",), rate=(1e-3, 1e-3),
    ),
    "saturated sigmoid": Case(
        data.table, lambda sick: models.Mlp(12, 6, 3, act=nn.Sigmoid, gain=120.0 if sick else 4.0),
        "saturating_activation", accepts=("init_scale_wrong",), rate=(1e-3, 5e-3), history="jsonl",
    ),
    "vanishing by depth": Case(
        data.table,
        lambda sick: models.Mlp(12, 6, 10, act=nn.Sigmoid) if sick else models.Mlp(12, 6, 4),
        "vanishing_gradient", accepts=("saturating_activation",), rate=(1e-3, 3e-3),
    ),
    "exploding by scale": Case(
        data.table, lambda sick: models.Mlp(12, 6, 8, gain=10.0 if sick else 2.0),
        "exploding_gradient", accepts=("init_scale_wrong", "weights_too_large"),
        rate=(1e-3, 1e-3), history="text",
    ),
    "constant init": Case(
        data.pictures, lambda sick: models.constant(models.Cnn(10)) if sick else models.Cnn(10),
        "zero_or_constant_init",
    ),
    "detached branch": Case(
        data.bags, lambda sick: models.Attentive(6, 4, sick_branch=sick), "no_gradient_flow",
        accepts=("gradient_bug",),
    ),
    "frozen layers": Case(
        data.bags, lambda sick: models.Attentive(6, 4, frozen=sick), "frozen_layers",
        accepts=("parameters_not_in_optimizer",), history="jsonl",
    ),
    "double softmax": Case(
        data.sequences, lambda sick: models.Recurrent(2, 4, nn.Softmax(-1) if sick else None),
        "double_softmax", rate=(5e-3, 5e-3),
    ),
    "relu on the output": Case(
        data.sequences, lambda sick: models.Recurrent(2, 4, nn.ReLU() if sick else None),
        "wrong_output_activation", rate=(5e-3, 5e-3),
    ),
    "missing nonlinearity": Case(
        data.rings, lambda sick: models.Mlp(2, 3, 3, act=nn.Identity if sick else nn.ReLU),
        "missing_nonlinearity",
    ),
    "rate too high": Case(
        data.table, _mlp(), "learning_rate_too_high", rate=(0.5, 3e-3), history="text",
    ),
    "rate too low": Case(
        data.pictures, lambda _: models.Cnn(10), "learning_rate_too_low", optimizer="sgd",
        rate=(2e-5, 0.05),
    ),
    "batchnorm statistics": Case(
        data.pictures, lambda sick: models.Cnn(10, norm_momentum=1e-5 if sick else 0.1),
        "batchnorm_misuse", accepts=("batchnorm_small_batch", "eval_mode_missing"),
    ),
    "eval mode": Case(
        data.table, _mlp(width=96, dropout=0.6), "eval_mode_missing",
        eval_mode=(False, True), epochs=30,
    ),
    "dropout too strong": Case(
        data.pictures,
        lambda sick: nn.Sequential(nn.Flatten(), models.Mlp(64, 10, dropout=0.93 if sick else 0.1)),
        "over_regularised", history="jsonl",
    ),
    "too small": Case(
        data.pictures,
        lambda sick: nn.Sequential(nn.Flatten(), models.Mlp(64, 10, width=2 if sick else 64)),
        "model_too_small", epochs=40,
    ),
    "label out of range": Case(
        data.yes_or_no, lambda _: models.Mlp(12, 1), "labels_out_of_range",
        accepts=("label_encoding_mismatch",), loss=(losses.yes_or_no, losses.yes_or_no),
        labels_from=(1, 0), history="text",
    ),
}  # fmt: skip
