"""A weight decay that wins against the loss."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
ACCEPTS = ("model_too_small",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, weight_decay=0.2, optimizer="sgd", rate=0.05)
