"""What a trained model shows on its batches: a gap, a narrow layer, labels it cannot believe."""

import numpy as np
import pytest
import torch
from torch import nn

from probes.checkpoint import Checkpoint
from tests.probes.catalog.model.patients import F, batch, data, mlp, told, trained, upload

GAP = "validation_loss_far_above_training_loss"
NOISE = "labels_disagree_with_inputs"


def fitted(model: nn.Module, x: np.ndarray, y: np.ndarray, steps: int) -> nn.Module:
    inputs, labels = torch.from_numpy(x), torch.from_numpy(y)
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    for _ in range(steps):
        optimizer.zero_grad()
        F.cross_entropy(model(inputs), labels).backward()
        optimizer.step()
    return model


def by_heart(samples: int = 128) -> dict[str, object]:
    """Labels that nothing explains, learnt by heart."""
    x, _ = data(samples=samples)
    y = np.random.default_rng(1).integers(0, 4, samples)
    given = upload(fitted(mlp(width=128), x, y, 150), x=x, y=y)
    other, labels = data(seed=2, samples=samples)
    return given | {"validation_batch": batch(other, labels)}


def test_what_is_learnt_by_heart_fails_on_the_validation_batch():
    report = told(GAP, by_heart())
    assert report.state == "present", report
    assert report.numbers["sigmas"] > 3 and report.numbers["validation"] > 1


def test_what_holds_on_the_validation_batch_shows_no_gap():
    x, y = data(samples=128)
    given = upload(trained(mlp()), x=x, y=y)
    assert told(GAP, given | {"validation_batch": batch(*data(3, 128))}).state == "absent"


@pytest.mark.parametrize(("samples", "because"), [(8, "batch_too_small"), (None, None)])
def test_two_small_batches_or_one_alone_tell_nothing(samples, because):
    given = upload(trained(mlp()))
    if samples:
        given |= {"validation_batch": batch(*data(3, samples))}
    report = told(GAP, given)
    assert report.state == "unknown"
    assert report.because == (because or "needs_validation_loss")


def narrow(width: int, steps: float | None = 500) -> dict[str, object]:
    """Ten classes on a circle."""
    angle = np.random.default_rng(0).uniform(0, 2 * np.pi, 200)
    y = (angle / (2 * np.pi) * 10).astype(int)
    x = np.stack([np.cos(angle), np.sin(angle)], 1).astype("float32")
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, width), nn.ReLU(), nn.Linear(width, 10)
    )
    given = upload(fitted(model, x, y, 200), x=x, y=y)
    return given | ({"checkpoint": Checkpoint("test", {}, step=steps)} if steps else {})


def test_a_narrow_layer_that_did_not_learn_is_told_from_a_wide_one():
    report = told("network_very_small", narrow(1))
    assert report.state == "present", report
    assert report.numbers["width"] == 1
    assert told("network_very_small", narrow(32)).state == "absent"


def test_a_narrow_layer_may_be_fresh():
    assert told("network_very_small", narrow(1, None)).because == "model_may_be_fresh"


def rings(noise: float, samples: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Inside or outside of a circle: nothing for a linear model."""
    random = np.random.default_rng(0)
    x = random.normal(size=(samples, 2)).astype("float32")
    radius = np.linalg.norm(x, axis=1)
    x *= (1 + 0.5 * (radius > 1.2))[:, None].astype("float32")
    y = (radius > 1.2).astype(int)
    flipped = random.random(samples) < noise
    return x, np.where(flipped, 1 - y, y)


def early(noise: float, steps: int = 30, width: int = 32) -> dict[str, object]:
    x, y = rings(noise)
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(2, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 2)
    )
    return upload(fitted(model, x, y, steps), x=x, y=y)


def test_wrong_labels_show_on_the_features_of_a_model_where_inputs_are_too_hard():
    report = told(NOISE, early(0.15))
    assert report.state == "present", report
    assert report.numbers["features"] == "model"
    assert 0.08 < report.numbers["share"] < 0.25
    assert told(NOISE, early(0.0, steps=5)).state == "absent"


def test_without_a_model_such_inputs_are_too_hard():
    x, y = rings(0.15)
    assert told(NOISE, {"batch": batch(x, y)}).because == "too_hard_for_a_simple_model"
