"""A momentum of 0.999."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits_sgd",)
ACCEPTS = ("learning_rate_too_high",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, momentum=0.999)
