"""Many epochs past the best one on data that are noisy by themselves."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 3, "medium": 6, "strong": 10}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=250, dropout=0.0)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, epochs=recipe.epochs * strength)
