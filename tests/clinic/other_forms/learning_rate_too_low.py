"""A rate about a tenth of the usual one."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 8, "medium": 12, "strong": 20}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, rate=recipe.rate / strength)
