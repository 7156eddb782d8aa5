"""A rate a thousandth of the usual one."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "cnn", "spirals")
ACCEPTS = ("too_few_epochs",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, rate=recipe.rate / 500)
