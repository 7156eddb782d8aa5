"""A second term of the loss is far too loud."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "wine", "friedman")
SPENT = ("clusters",)
LOCKED = ("shells",)
ACCEPTS = ("over_regularised", "loss_implementation_bug")
STRENGTHS = {"mild": 1.0, "medium": 5.0, "strong": 30.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, second_term=strength)
