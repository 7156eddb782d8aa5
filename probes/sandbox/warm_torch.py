"""What the zygote of the probes imports and runs once, so that no job pays for it."""

import torch
from torch.nn import functional

from probes.sandbox import warm_cuda


def warm() -> None:
    warm_cuda.warm()
    _train_a_step()


def _train_a_step() -> None:
    """Forward, backward and both usual optimizers: their first use imports the rest of torch."""
    layers = (
        torch.nn.Linear(4, 4),
        torch.nn.BatchNorm1d(4),
        torch.nn.ReLU(),
        torch.nn.Linear(4, 2),
    )
    model = torch.nn.Sequential(*layers)
    loss = functional.cross_entropy(model(torch.ones(2, 4)), torch.tensor([0, 1]))
    loss.backward()
    for optimizer in (torch.optim.SGD(model.parameters()), torch.optim.Adam(model.parameters())):
        optimizer.step()
