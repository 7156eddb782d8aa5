"""What the optimizer remembers of the gradients against the gradient on the batch."""

import pytest
import torch
from torch import nn

from tests.probes.catalog.model import patients
from tests.probes.catalog.uploads import checkpoint, told

F = nn.functional
MAKERS = {
    "adam": lambda weights: torch.optim.Adam(weights, 1e-3),
    "sgd": lambda weights: torch.optim.SGD(weights, 0.01, momentum=0.9),
}


def run(make, clear: bool = True, clip: float | None = None, steps: int = 150) -> dict:
    """A network, its checkpoint and its batch after training on one cluttered task."""
    model = patients.mlp()
    optimizer = make(model.parameters())
    x, y = (torch.from_numpy(some) for some in patients.data())
    for step in range(steps):
        some = torch.randperm(len(x), generator=torch.Generator().manual_seed(step))[:16]
        if clear:
            optimizer.zero_grad()
        F.cross_entropy(model(x[some]), y[some]).backward()
        if clip:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
    return {**patients.upload(model), "checkpoint": checkpoint(model, optimizer)}


@pytest.mark.parametrize(("make", "steps"), [(MAKERS["adam"], 50), (MAKERS["sgd"], 150)])
def test_gradients_that_are_never_cleared_pile_up(make, steps):
    assert told("gradients_pile_up", **run(make, clear=False, steps=steps)).state == "present"
    assert told("gradients_pile_up", **run(make, steps=steps)).state == "absent"


def test_a_network_that_has_learnt_has_little_gradient_left():
    learnt = run(MAKERS["adam"], clear=False)
    assert told("gradients_pile_up", **learnt).because == "little_gradient_where_learnt"


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_clip_limit_far_below_the_gradient_cuts_it_down(make):
    assert told("gradients_cut_down", **run(make, clip=1e-3)).state == "present"
    assert told("gradients_cut_down", **run(make, clip=5.0)).state == "absent"


def test_an_optimizer_without_a_mean_tells_nothing():
    plain = run(lambda weights: torch.optim.SGD(weights, 0.01), clip=1e-3)
    assert told("gradients_cut_down", **plain).because == "needs_gradient_records"
    root = run(lambda weights: torch.optim.RMSprop(weights, 1e-3))
    assert told("gradients_pile_up", **root).because == "optimizer_without_moments"
