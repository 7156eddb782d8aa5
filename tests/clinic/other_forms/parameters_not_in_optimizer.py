"""The optimizer was given the last layers alone."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 1, "medium": 1, "strong": 2}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, width=max(4, recipe.width // 4), depth=recipe.depth + 1)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, left_out=strength)
