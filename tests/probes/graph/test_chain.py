"""A state dict runs without its model only where there is no doubt what the model was."""

import numpy as np
import pytest
import torch
from torch import nn

from probes.graph.chain import chain
from probes.refusal import Refusal

SAMPLES, FEATURES, CLASSES = 400, 8, 4


@pytest.fixture(scope="module")
def data():
    generator = np.random.default_rng(0)
    centres = generator.normal(size=(CLASSES, FEATURES)) * 2
    y = generator.integers(0, CLASSES, SAMPLES)
    x = centres[y] + generator.normal(size=(SAMPLES, FEATURES))
    return x.astype(np.float32), y


def trained(model, data, steps=150):
    x, y = torch.from_numpy(data[0]), torch.from_numpy(data[1])
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    return model.eval()


def weights(model):
    return {name: tensor.numpy() for name, tensor in model.state_dict().items()}


def network(activation, norm=False):
    torch.manual_seed(0)
    layers = [nn.Linear(FEATURES, 32), nn.BatchNorm1d(32)] if norm else [nn.Linear(FEATURES, 32)]
    return nn.Sequential(
        *layers, activation(), nn.Linear(32, 32), activation(), nn.Linear(32, CLASSES)
    )


def reason(*given) -> str:
    with pytest.raises(Refusal) as caught:
        chain(*given)
    assert caught.value.code == "chain_not_certain"
    return caught.value.numbers["reason"]


@pytest.mark.parametrize(("activation", "name"), [(nn.Tanh, "tanh"), (nn.ReLU, "relu")])
@pytest.mark.parametrize("norm", [False, True])
def test_a_trained_chain_runs_as_its_model_does(activation, name, norm, data):
    model = trained(network(activation, norm), data)
    try:
        found = chain(weights(model), *data)
    except Refusal as refused:
        assert refused.numbers["reason"] == "several activations explain the batch as well"
        pytest.skip("this data does not tell the activations apart, and it says so")
    assert name in (found.activation, *found.alternatives)
    if found.activation == name:
        (output,) = found.program.run([data[0]], "eval")
        torch.testing.assert_close(output, model(torch.from_numpy(data[0])), rtol=1e-4, atol=1e-4)


def test_an_untrained_chain_is_not_certain(data):
    assert "no activation" in reason(weights(network(nn.ReLU)), *data)


class Skip(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(FEATURES, 32), nn.Linear(32, 32), nn.Linear(32, CLASSES)

    def forward(self, x):
        h = torch.tanh(self.a(x))
        return self.c(h - 2 * torch.tanh(self.b(h)))


def test_a_skip_connection_is_not_taken_for_a_chain(data):
    torch.manual_seed(0)
    assert reason(weights(trained(Skip(), data)), *data)


@pytest.mark.parametrize(
    "model",
    [
        nn.Sequential(nn.Conv1d(1, 4, 3), nn.Flatten(), nn.Linear(24, CLASSES)),
        nn.Sequential(nn.Linear(FEATURES, 8), nn.LayerNorm(8), nn.Linear(8, CLASSES)),
        nn.Sequential(nn.Linear(FEATURES, 8), nn.Linear(9, CLASSES)),
        nn.Sequential(nn.BatchNorm1d(FEATURES), nn.Linear(FEATURES, CLASSES)),
        nn.Sequential(nn.Linear(FEATURES + 1, CLASSES)),
        nn.Sequential(nn.Linear(FEATURES, 1)),
        nn.GRU(FEATURES, 4),
    ],
)
def test_what_is_no_plain_chain_for_this_batch_is_refused(model, data):
    assert reason(weights(model), *data)


def test_labels_of_another_kind_are_refused(data):
    model = weights(network(nn.ReLU))
    assert "labels" in reason(model, data[0], data[1] + 10)
    assert "labels" in reason(model, data[0], data[0][:, 0])


def test_a_single_layer_on_images_is_flattened_and_trains_on(data):
    torch.manual_seed(0)
    model = trained(nn.Sequential(nn.Linear(FEATURES, CLASSES)), data)
    found = chain(weights(model), data[0].reshape(-1, 2, 2, 2), np.eye(CLASSES)[data[1]])
    assert found.activation is None
    (output,) = found.program.run([data[0].reshape(-1, 2, 2, 2)])
    output.sum().backward()
    assert found.program.parameters["0.weight"].grad is not None
