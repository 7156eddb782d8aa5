"""Gradients add up from step to step."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits_sgd", "digits")
ACCEPTS = ("learning_rate_too_high", "momentum_too_high")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, zero_grad=False)
