"""The optimizers of the clinic."""

import torch
from torch import nn

from tests.clinic.networks import leading
from tests.clinic.recipe import Recipe


def optimizer_of(recipe: Recipe, model: nn.Module) -> torch.optim.Optimizer:
    unknown = {id(p) for layer in leading(model, recipe.left_out) for p in layer.parameters()}
    free = [p for p in model.parameters() if p.requires_grad and id(p) not in unknown]
    rate, decay = recipe.rate, recipe.weight_decay
    if recipe.optimizer == "sgd":
        return torch.optim.SGD(free, rate, momentum=recipe.momentum, weight_decay=decay)
    if recipe.optimizer == "adagrad":
        return torch.optim.Adagrad(free, rate, weight_decay=decay)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[recipe.optimizer]
    return kind(free, rate, eps=recipe.adam_epsilon, weight_decay=decay)
