"""Samples come sorted by class."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits_sgd",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, sorted_by_class=True)
