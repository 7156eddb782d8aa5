"""A rate that suits the start is held to the end."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 1.5, "medium": 2.5, "strong": 4.0}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, schedule="cosine", rate=recipe.rate * strength, batch_size=16)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, schedule="none")
