"""Optimizer state is recognised, and given back to the weights it belongs to."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from probes.checkpoint import OptimizerState
from probes.formats.recognise import open_upload
from tests.probes.formats import written_checkpoints as written


def opened(tmp_path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> OptimizerState:
    path = tmp_path / "run.pt"
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, path)
    return open_upload(path).optimizer


def assert_matches(read: OptimizerState, model: nn.Module, real: torch.optim.Optimizer) -> None:
    for name, parameter in model.named_parameters():
        kept = real.state.get(parameter, {})
        state = read.of(name)
        for what, tensor in kept.items():
            if torch.is_tensor(tensor) and what != "step":
                assert np.array_equal(state.tensors[what].array(), tensor.numpy()), (name, what)


@pytest.mark.parametrize(
    ("make", "kind", "settings"),
    [
        (torch.optim.Adam, "adam", {}),
        (torch.optim.AdamW, "adamw", {}),
        (torch.optim.SGD, "sgd", {"momentum": 0.9}),
        (torch.optim.SGD, "sgd", {}),
        (torch.optim.RMSprop, "rmsprop", {}),
        (torch.optim.Adagrad, "adagrad", {}),
        (torch.optim.Adadelta, "adadelta", {}),
        (torch.optim.Adafactor, "adafactor", {}),
    ],
)
def test_every_optimizer_is_recognised_and_matched(tmp_path, make, kind, settings):
    model, optimizer = written.trained(make, **settings)
    read = opened(tmp_path, model, optimizer)
    assert read.kind == kind
    assert read.kind_certain
    assert read.matched_by == "order"
    assert read.setting("lr") == 1e-3
    assert_matches(read, model, optimizer)


def test_steps_are_numbers_even_where_they_are_tensors(tmp_path):
    read = opened(tmp_path, *written.trained(steps=4))
    assert {state.step for state in read.parameters} == {4.0}
    assert read.groups[0]["betas"] == [0.9, 0.999]


def test_groups_with_and_without_weight_decay_are_matched_by_rank(tmp_path):
    model = written.network()
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    others = [p for p in model.parameters() if p.ndim < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    )
    model(torch.randn(8, 6)).sum().backward()
    optimizer.step()
    read = opened(tmp_path, model, optimizer)
    assert read.matched_by == "groups"
    assert read.setting("weight_decay") is None
    assert_matches(read, model, optimizer)


def test_names_in_the_groups_are_believed(tmp_path):
    model = written.network()
    optimizer = torch.optim.Adam(reversed(list(model.named_parameters())))
    model(torch.randn(8, 6)).sum().backward()
    optimizer.step()
    read = opened(tmp_path, model, optimizer)
    assert read.matched_by == "name"
    assert_matches(read, model, optimizer)


def test_a_frozen_beginning_is_found_by_shape(tmp_path):
    model = nn.Sequential(nn.Linear(4, 7), nn.Linear(7, 5), nn.Linear(5, 3))
    optimizer = torch.optim.Adam(model[1:].parameters())
    model(torch.randn(8, 4)).sum().backward()
    optimizer.step()
    read = opened(tmp_path, model, optimizer)
    assert read.matched_by == "shape"
    assert read.of("0.weight") is None
    state = read.of("1.weight")
    assert np.array_equal(
        state.tensors["exp_avg"].array(), optimizer.state[model[1].weight]["exp_avg"].numpy()
    )


def test_what_cannot_be_known_is_not_claimed(tmp_path):
    """Three equal layers of which one is frozen: any two of them could be meant."""
    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4))
    optimizer = torch.optim.Adam([*model[0].parameters(), *model[2].parameters()])
    model(torch.randn(8, 4)).sum().backward()
    optimizer.step()
    read = opened(tmp_path, model, optimizer)
    for state in read.parameters:
        if state.name is not None:
            real = dict(model.named_parameters())[state.name]
            assert np.array_equal(
                state.tensors["exp_avg"].array(), optimizer.state[real]["exp_avg"].numpy()
            )
    assert read.matched_by in ("partly", "none")


def test_a_parameter_without_gradient_has_no_state(tmp_path):
    model = written.network()
    optimizer = torch.optim.Adam(model.parameters())
    model[:4](torch.randn(8, 6)).sum().backward()
    optimizer.step()
    read = opened(tmp_path, model, optimizer)
    assert read.of("5.weight").step is None
    assert not read.of("5.weight").tensors
    assert read.of("0.weight").tensors


def test_tied_weights_count_once(tmp_path):
    model = nn.ModuleDict({"e": nn.Embedding(5, 4), "h": nn.Linear(4, 5, bias=False)})
    model["h"].weight = model["e"].weight
    model["out"] = nn.Linear(5, 2)
    optimizer = torch.optim.Adam(model.parameters())
    model["out"](model["h"](model["e"](torch.arange(3)))).sum().backward()
    optimizer.step()
    read = opened(tmp_path, model, optimizer)
    assert read.matched_by == "order"
    assert read.of("out.weight").tensors["exp_avg"].shape == (2, 5)


def test_schedulers_are_plain_numbers(tmp_path):
    model, optimizer = written.trained()
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=10)
    path = tmp_path / "run.pt"
    torch.save({"model": model.state_dict(), "scheduler": schedule.state_dict()}, path)
    checkpoint = open_upload(path)
    assert checkpoint.schedulers[0]["total_steps"] == 10
    assert checkpoint.schedulers[0]["last_epoch"] == 0
