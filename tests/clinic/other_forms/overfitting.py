"""A wide network for many epochs on few samples, none of them labelled wrongly."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 250, "medium": 160, "strong": 100}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=strength, width=recipe.width * 3, epochs=60, dropout=0.0)
