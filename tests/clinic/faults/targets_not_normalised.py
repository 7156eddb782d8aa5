"""Regression targets in the thousands."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("friedman",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, target_scale=5000.0)
