"""A measurement leaves the model, its buffers, its gradients and the random state as they were."""

import copy

import numpy as np
import torch
from torch import nn

from probes import catalog, runner
from probes.experiments import (
    gradient_noise,
    learning_rate_range_test,
    overfit_one_batch,
    try_fix,
)
from probes.shelf import names_in
from probes.trials.offers import offers
from tests.probes.catalog.model.patients import upload


def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 4)
    )


def snapshot(program) -> list[np.ndarray]:
    held = [*program.parameters.values(), *program.buffers.values()]
    return [tensor.detach().numpy().copy() for tensor in held]


def unchanged(program, before: list[np.ndarray]) -> bool:
    after = snapshot(program)
    same = all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    return same and all(p.grad is None for p in program.parameters.values())


def test_no_probe_changes_the_model():
    given = upload(model())
    before = snapshot(given["model"])
    reports = runner.run(given)
    assert len(reports) >= len(names_in(catalog))
    assert not [r.finding for r in reports if r.because == "failed"]
    assert unchanged(given["model"], before)


def test_no_experiment_changes_the_model_or_the_random_state():
    given = upload(model())
    program, batch = given["model"], given["batch"]
    before, state = snapshot(program), copy.deepcopy(torch.get_rng_state())
    overfit_one_batch.run(program, batch)
    learning_rate_range_test.run(program, batch)
    gradient_noise.run(program, batch)
    try_fix.run(program, batch, "raise_learning_rate", steps=20, seeds=2)
    try_fix.run(program, batch, "init_by_activation", steps=5, seeds=1)
    assert unchanged(program, before)
    assert torch.equal(torch.get_rng_state(), state)


def test_no_fix_changes_the_model_when_it_is_priced_or_tried():
    given = upload(model())
    given |= {"validation_batch": given["batch"]}
    before, state = snapshot(given["model"]), copy.deepcopy(torch.get_rng_state())
    possible = [offer.fix for offer in offers(given) if offer.fix and offer.because is None]
    assert {"use_flooding", "weaken_regularisation", "use_leaky_relu"} <= set(possible)
    for fix in possible:
        found = try_fix.run(given["model"], given["batch"], fix, None, given["validation_batch"],
                            steps=10, seeds=1)  # fmt: skip
        assert found.judged_on in ("batch", "validation_batch")
    assert unchanged(given["model"], before)
    assert torch.equal(torch.get_rng_state(), state)
