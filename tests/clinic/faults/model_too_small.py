"""A few hidden units."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
TUNING = ("digits", "pictures_sgd", "shapes_sgd", "waves", "spirals", "murky")
SPENT = ("textures",)
LOCKED = ("segments",)
ACCEPTS = ("poor_architecture",)
STRENGTHS = {"mild": 4, "medium": 3, "strong": 2}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, epochs=recipe.epochs + 10)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, width=strength, depth=1)
