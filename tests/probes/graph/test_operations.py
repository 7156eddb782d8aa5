"""The allow-list is wide enough for what people build, and holds nothing that reaches outside."""

import subprocess
import sys

import pytest
import torch
from torch import nn

from probes.graph import read
from probes.graph.dispatch import functions
from probes.graph.operations import ATEN
from probes.graph.program import Program
from tests.probes.graph.exporting import Example, export
from tests.probes.graph.test_same_as_eager import assert_same

IMAGE, SERIES, VOLUME, ROW = (2, 4, 8, 8), (2, 4, 9), (2, 4, 4, 4, 4), (2, 8)
LAYERS = {
    ROW: [
        nn.ELU(), nn.SELU(), nn.CELU(), nn.GELU(approximate="tanh"), nn.Hardshrink(), nn.Hardtanh(),
        nn.Hardsigmoid(), nn.LogSigmoid(), nn.Mish(), nn.ReLU6(), nn.Softshrink(), nn.Softsign(),
        nn.Tanhshrink(), nn.Threshold(0.1, 0.0), nn.GLU(), nn.Softmin(dim=1), nn.LogSoftmax(dim=1),
        nn.LayerNorm(8), nn.RMSNorm(8), nn.BatchNorm1d(8), nn.Dropout(0.2),
        nn.FeatureAlphaDropout(), nn.Unflatten(1, (2, 4)), nn.Identity(),
    ],
    IMAGE: [
        nn.Conv2d(4, 6, 3, stride=2, groups=2, dilation=2, padding=2),
        nn.ConvTranspose2d(4, 3, 2, 2), nn.BatchNorm2d(4), nn.GroupNorm(2, 4),
        nn.InstanceNorm2d(4), nn.LocalResponseNorm(2),
        nn.MaxPool2d(2), nn.AvgPool2d(3, padding=1), nn.LPPool2d(2, 2), nn.AdaptiveMaxPool2d(3),
        nn.AdaptiveAvgPool2d((2, 3)), nn.Upsample(scale_factor=2), nn.PixelShuffle(2),
        nn.Dropout2d(), nn.PixelUnshuffle(2), nn.ChannelShuffle(2), nn.ReflectionPad2d(1),
        nn.ReplicationPad2d(1),
        nn.ZeroPad2d(1), nn.CircularPad2d(1), nn.Unfold(2), nn.Softmax2d(), nn.PReLU(4),
        nn.Upsample(scale_factor=2, mode="bicubic"), nn.Flatten(),
        nn.Conv2d(4, 2, 3, padding="same"),
        nn.Conv2d(4, 4, 3, padding=1, padding_mode="reflect"), nn.FractionalMaxPool2d(2, 3),
    ],
    SERIES: [
        nn.Conv1d(4, 3, 3), nn.ConvTranspose1d(4, 3, 3), nn.MaxPool1d(2), nn.AvgPool1d(2),
        nn.AdaptiveAvgPool1d(3), nn.AdaptiveMaxPool1d(3), nn.BatchNorm1d(4), nn.LSTM(9, 5),
        nn.Upsample(scale_factor=2, mode="linear"), nn.RNN(9, 5, nonlinearity="relu"), nn.GRU(9, 5),
        nn.ConstantPad1d(1, 2.0), nn.ReflectionPad1d(2),
    ],
    VOLUME: [
        nn.Conv3d(4, 2, 3), nn.ConvTranspose3d(4, 2, 2), nn.MaxPool3d(2), nn.AvgPool3d(2),
        nn.BatchNorm3d(4), nn.AdaptiveAvgPool3d(1), nn.Upsample(scale_factor=2, mode="trilinear"),
        nn.InstanceNorm3d(4, affine=True), nn.Dropout3d(),
    ],
}  # fmt: skip
LOSSES = [
    nn.CrossEntropyLoss(label_smoothing=0.1), nn.NLLLoss(), nn.MultiMarginLoss(),
    nn.CrossEntropyLoss(weight=torch.rand(5)),
]  # fmt: skip
REAL_LOSSES = [
    nn.MSELoss(), nn.L1Loss(), nn.SmoothL1Loss(), nn.HuberLoss(), nn.BCEWithLogitsLoss(),
    nn.KLDivLoss(reduction="batchmean"), nn.PoissonNLLLoss(), nn.SoftMarginLoss(),
    nn.HingeEmbeddingLoss(), nn.MultiLabelSoftMarginLoss(), nn.BCEWithLogitsLoss(torch.rand(5)),
]  # fmt: skip


class Judged(nn.Module):
    def __init__(self, loss):
        super().__init__()
        self.linear, self.loss = nn.Linear(8, 5), loss

    def forward(self, x, y):
        return self.loss(self.linear(x), y)


class Learning(nn.Module):
    """A parameter in front, so that gradients flow through layers that have none."""

    def __init__(self, layer):
        super().__init__()
        self.scale, self.layer = nn.Parameter(torch.ones(1)), layer

    def forward(self, x):
        return self.layer(x * self.scale)


CASES = [(layer, shape) for shape, layers in LAYERS.items() for layer in layers]


@pytest.mark.parametrize(("layer", "shape"), CASES, ids=lambda v: str(v).split("(", maxsplit=1)[0])
def test_a_layer_of_torch_nn_runs_as_it_does_in_the_model(layer, shape, tmp_path):
    torch.manual_seed(0)
    example = Example(Learning(layer), (torch.randn(*shape),), dynamic=False)
    program = Program(read(export(example, tmp_path / "model.pt2")))
    assert_same(program, example, "train")
    assert_same(program, example, "eval")


@pytest.mark.parametrize("loss", LOSSES + REAL_LOSSES, ids=lambda loss: type(loss).__name__)
def test_a_loss_of_torch_nn_is_known_as_the_loss(loss, tmp_path):
    torch.manual_seed(0)
    target = torch.randint(0, 5, (4,)) if loss in LOSSES else torch.rand(4, 5)
    example = Example(Judged(loss), (torch.randn(4, 8), target), dynamic=False)
    program = Program(read(export(example, tmp_path / "model.pt2")))
    assert program.graph.outputs_loss
    assert_same(program, example, "train")


def test_this_torch_has_every_operation_of_the_list():
    assert len(ATEN) > 900
    assert set(functions()) >= ATEN


def test_no_operation_of_the_list_takes_a_storage_a_stream_or_a_file():
    outside = (
        "from_file",
        "set_",
        "resize_",
        "_reshape_alias",
        "save",
        "load",
        "storage",
        "record",
    )
    names = {name.split(".")[1] for name in ATEN}
    assert not names.intersection(outside)
    for target in ATEN:
        declared = getattr(functions()[target], "_schema", None)
        kinds = " ".join(str(a.type) for a in declared.arguments) if declared else ""
        assert not any(word in kinds for word in ("Storage", "Stream", "Any", "Callable")), target


def test_reading_a_graph_imports_no_torch(tmp_path):
    path = export(Example(nn.Linear(3, 2), (torch.randn(4, 3),)), tmp_path / "model.pt2")
    code = (
        "import sys; from pathlib import Path; from probes.graph import read, layers\n"
        f"graph = read(Path({str(path)!r})); layers.head(graph); layers.labels(graph)\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
