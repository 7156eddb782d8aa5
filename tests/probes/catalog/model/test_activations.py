"""Dead, saturated, growing, shrinking: what passes through the layers."""

import numpy as np
import torch
from torch import nn

from tests.probes.catalog.model.patients import data, mlp, scaled, state, told, trained, upload


def dead() -> nn.Module:
    model = mlp(width=32)
    with torch.no_grad():
        model[0].bias[:20] = -50.0
    return model


def test_dead_units_are_counted():
    report = told("dead_relu_units", upload(dead()))
    assert report.state == "present"
    assert report.numbers["share"] == 20 / 32
    assert report.numbers["layer"] == "model.1"
    various = torch.randn(256, 12, generator=torch.Generator().manual_seed(0)).numpy()
    labels = np.arange(256) % 4
    assert state("dead_relu_units", mlp(), x=various, y=labels) == "absent"


def test_a_network_that_has_learnt_can_do_with_few_units():
    model = mlp(width=32)
    with torch.no_grad():
        model[0].bias[:20] = -50.0
    assert told("dead_relu_units", upload(trained(model))).because == "some_dead_units"
    with torch.no_grad():
        model[0].bias[:28] = -50.0
    assert state("dead_relu_units", model) == "present"


def test_four_samples_do_not_tell_dead_units():
    x, y = data(samples=4)
    program = upload(mlp())["model"]
    from tests.probes.catalog.model.patients import batch

    report = told("dead_relu_units", {"model": program, "batch": batch(x, y)})
    assert report.because == "batch_too_small"


def test_saturated_tanh_is_found():
    assert state("saturated_activations", scaled(mlp(3, nn.Tanh), 8.0)) == "present"
    assert state("saturated_activations", trained(mlp(3, nn.Tanh))) == "absent"
    assert state("saturated_activations", scaled(mlp(3, nn.Sigmoid), 40.0)) == "present"


def by_hand(output: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return ((output[:, 0] - y) ** 2).mean()


def test_saturation_of_a_network_that_has_learnt_is_none_with_any_loss():
    """What was learnt is told by the labels of other samples, where no loss is named."""
    learnt = nn.Sequential(nn.Linear(12, 8), nn.Tanh(), nn.Linear(8, 1))
    x = np.repeat(np.eye(2, 12, dtype="float32") * 20.0, 32, axis=0)
    y = np.repeat(np.array([-1.0, 1.0], dtype="float32"), 32)
    with torch.no_grad():
        for layer in (learnt[0], learnt[2]):
            layer.weight.zero_()
            layer.bias.zero_()
        learnt[0].weight[:, 0], learnt[0].weight[:, 1] = -1.0, 1.0
        learnt[2].weight[:] = 1 / 8
    assert state("saturated_activations", learnt, loss=by_hand, x=x, y=y) == "absent"
    assert state("saturated_activations", learnt, loss=by_hand, x=x, y=-y) == "present"


def test_small_activations_may_grow_to_where_they_are_needed():
    grown = scaled(mlp(8), 2.5)
    assert state("activations_grow_with_depth", grown) == "present"
    with torch.no_grad():
        grown[0].weight /= 1e4
    assert state("activations_grow_with_depth", grown) == "absent"


def test_scales_that_change_from_layer_to_layer():
    assert state("activations_grow_with_depth", scaled(mlp(8), 2.5)) == "present"
    assert state("activations_shrink_with_depth", scaled(mlp(8), 0.4)) == "present"
    for finding in ("activations_grow_with_depth", "activations_shrink_with_depth"):
        assert state(finding, scaled(mlp(8), 1.0)) == "absent"
        assert state(finding, mlp(8)) == "absent"
        assert state(finding, mlp(1)) == "unknown"


def test_a_constant_output_and_one_class():
    broken = mlp()
    with torch.no_grad():
        broken[-1].weight.zero_()
    given = upload(broken)
    assert told("output_constant", given).state == "present"
    assert told("predicts_single_class", given).state == "present"
    good = upload(trained(mlp()))
    assert told("output_constant", good).state == "absent"
    assert told("predicts_single_class", good).state == "absent"


def test_a_rare_class_that_is_never_recognised():
    """One output that follows a feature: the border lies above all of the rare class, or not."""
    x = np.zeros((200, 12), dtype="float32")
    x[190:, 0] = 1.0
    y = (np.arange(200) >= 190).astype("float32")
    model = nn.Linear(12, 1)
    with torch.no_grad():
        model.weight.zero_()
        model.weight[0, 0], model.bias[:] = 1.0, -2.0

    def loss(output: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return nn.functional.binary_cross_entropy_with_logits(output[:, 0], labels)

    shuffled = np.random.default_rng(0).permutation(200)
    given = {"loss": loss, "x": x[shuffled], "y": y[shuffled]}
    report = told("rare_class_ignored", upload(model, **given))
    assert (report.state, report.numbers["klass"], report.numbers["count"]) == ("present", 1, 10)
    with torch.no_grad():
        model.bias[:] = -0.5
    assert state("rare_class_ignored", model, **given) == "absent"
    assert told("rare_class_ignored", upload(mlp())).because == "no_rare_class_here"


def test_inputs_that_do_not_matter():
    broken = mlp()
    with torch.no_grad():
        broken[0].weight.zero_()
    assert state("input_ignored", broken) == "present"
    assert state("input_ignored", trained(mlp())) == "absent"


class Mixing(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = mlp()

    def forward(self, x):
        return self.body(x + x.roll(1, 0))


def test_a_reshape_that_mixes_samples():
    assert state("batch_samples_mixed", Mixing()) == "present"
    assert state("batch_samples_mixed", mlp()) == "absent"
    norm = nn.Sequential(nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 4))
    assert state("batch_samples_mixed", norm) == "absent"


def test_a_memory_that_runs_along_the_batch_mixes_it_in_one_direction():
    class Remembers(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.body = mlp()

        def forward(self, x):
            return self.body(x + 0.1 * x.cumsum(0))

    assert state("batch_samples_mixed", Remembers()) == "present"
