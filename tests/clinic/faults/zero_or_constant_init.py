"""Weights start at the same value."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn")
TUNING = ("digits", "pictures", "spirals", "shapes", "waves", "wine")
SPENT = ("textures",)
LOCKED = ("moons",)
STRENGTHS = {"mild": "constant_first", "medium": "constant", "strong": "zeros"}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, init=strength)
