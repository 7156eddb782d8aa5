"""A layer too narrow for the classes is found, and what is narrow on purpose is not."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from tests.probes.catalog.model.patients import upload
from tests.probes.catalog.uploads import batch, checkpoint, mlp, told, weights_only

F = nn.functional
FINDING = "narrow_bottleneck"
RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(64, 12)).astype("float32")
Y = np.arange(64) % 10


def report(model: nn.Module, loss=F.cross_entropy, x=X, y=Y):
    return told(FINDING, **upload(model, loss, x, y))


@pytest.mark.parametrize("width", [1, 2, 3])
def test_ten_classes_do_not_pass_through_three_numbers(width):
    found = report(mlp(12, 64, width, 10))
    assert found.state == "present"
    assert (found.numbers["width"], found.numbers["inputs"]) == (width, 64)
    assert found.numbers["classes"] == 10


def test_a_bottleneck_is_found_far_from_the_head():
    assert report(mlp(12, 64, 2, 64, 10)).numbers["layer"] == "model.2"
    assert report(mlp(12, 64, 2, 64, 10)).state == "present"


@pytest.mark.parametrize("widths", [(12, 64, 8, 10), (12, 64, 32, 16, 10)])
def test_room_for_the_classes_is_no_bottleneck(widths):
    assert report(mlp(*widths)).state == "absent"


def test_a_linear_model_has_no_hidden_layer_to_judge():
    assert report(mlp(12, 10)).because == "needs_chain_to_classes"


def test_a_network_that_is_thin_all_along_is_not_narrow_beside_its_neighbours():
    assert report(mlp(12, 6, 3, 10)).state == "absent"


class Around(nn.Module):
    """A narrow branch beside a wide way: as an adapter, or as a gate."""

    def __init__(self, gate: bool):
        super().__init__()
        self.first, self.head = nn.Linear(12, 32), nn.Linear(32, 10)
        self.down, self.up, self.gate = nn.Linear(32, 2), nn.Linear(2, 32), gate

    def forward(self, x: Tensor) -> Tensor:
        wide = self.first(x).relu()
        branch = self.up(self.down(wide).relu())
        return self.head(wide * branch.sigmoid() if self.gate else wide + branch)


@pytest.mark.parametrize("gate", [True, False])
def test_adapters_and_squeeze_and_excitation_have_a_way_around(gate):
    assert report(Around(gate)).state == "absent"


class Positions(nn.Module):
    """Every step of a sequence is classified through `width` numbers of its own."""

    def __init__(self, width: int):
        super().__init__()
        self.layers = mlp(4, 32, width, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


@pytest.mark.parametrize(("width", "state"), [(2, "present"), (16, "absent")])
def test_each_place_that_is_classified_has_its_own_width(width, state):
    def loss(output, target):
        return F.cross_entropy(output.flatten(0, 1), target.flatten())

    x = RANDOM.normal(size=(64, 6, 4)).astype("float32")
    y = RANDOM.integers(0, 10, (64, 6))
    assert report(Positions(width), loss, x, y).state == state


def test_two_channels_of_a_picture_are_wide():
    model = nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(128, 32),
        nn.Linear(32, 10),
    )
    assert report(model, x=RANDOM.normal(size=(64, 1, 8, 8)).astype("float32")).state == "absent"


def test_autoencoders_regressions_and_two_classes_are_not_judged():
    codes = report(mlp(12, 64, 2, 12), F.mse_loss, X, X)
    assert (codes.state, codes.because) == ("unknown", "needs_chain_to_classes")
    values = report(mlp(12, 64, 2, 5), F.mse_loss, X, X[:, :5])
    assert values.because == "needs_chain_to_classes"
    assert report(mlp(12, 64, 1, 2), y=Y % 2).because == "no_classes_to_merge"


def test_shapes_alone_tell_with_labels_and_without_them_nothing():
    labelled = batch(x=X, y=Y)
    narrow, wide = checkpoint(mlp(12, 64, 2, 10)), checkpoint(mlp(12, 64, 16, 10))
    assert told(FINDING, checkpoint=narrow, batch=labelled).state == "present"
    assert told(FINDING, checkpoint=wide, batch=labelled).state == "absent"
    assert told(FINDING, checkpoint=narrow).because == "needs_chain_to_classes"


@pytest.mark.parametrize(
    "weights",
    [
        {"q.lora_A.weight": (2, 64), "q.lora_B.weight": (10, 2)},
        {"down.weight": (2, 64), "up.weight": (64, 2)},
        {"encoder.weight": (2, 10), "decoder.weight": (10, 2)},
        {"embedding.weight": (2, 64), "fc.weight": (10, 2)},
        {"conv.weight": (2, 64, 3, 3), "fc.weight": (10, 2)},
    ],
)
def test_of_shapes_alone_adapters_codes_and_embeddings_are_not_judged(weights):
    file = weights_only({name: torch.randn(shape) for name, shape in weights.items()})
    report = told(FINDING, checkpoint=file, batch=batch(x=X, y=Y))
    assert report.because == "needs_chain_to_classes"
