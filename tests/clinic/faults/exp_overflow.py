"""A softmax written by hand over large outputs."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "wine", "waves", "shapes", "tokens")
SPENT = ("clusters",)
LOCKED = ("shells",)
ACCEPTS = ("log_of_zero", "loss_implementation_bug")
STRENGTHS = {"mild": 80.0, "medium": 160.0, "strong": 400.0}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, logit_gain=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, loss="own_softmax")
