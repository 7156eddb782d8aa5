"""Part of the validation set is among some hundred training samples."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.4, "medium": 0.7, "strong": 1.0}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=150, epochs=40, dropout=0.0)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, shared=strength)
