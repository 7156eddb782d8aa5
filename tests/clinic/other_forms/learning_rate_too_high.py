"""A rate some times the usual one, as by a zero left out."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": (4, 5), "medium": (6, 10), "strong": (10, 20)}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, rate=recipe.rate * strength[recipe.optimizer != "sgd"])
