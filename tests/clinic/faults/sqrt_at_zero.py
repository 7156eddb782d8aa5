"""The root of a square of pixels that are zero everywhere."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "steps")
ACCEPTS = ("division_by_zero",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, root_of_zero=True)
