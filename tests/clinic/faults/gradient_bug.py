"""A backward written by hand gives features the wrong sign."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "wine", "waves", "friedman")
SPENT = ("sentences",)
LOCKED = ("chirps",)
ACCEPTS = ("no_gradient_flow", "model_implementation_bug")
STRENGTHS = {"mild": 0.4, "medium": 0.7, "strong": 1.0}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, width=16)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, backward_flipped=strength)
