"""All layers but the head are frozen from scratch."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
TUNING = ("digits", "wine_sgd", "pictures", "shapes", "waves", "tokens")
SPENT = ("sentences_sgd",)
LOCKED = ("shells_sgd",)
ACCEPTS = ("no_gradient_flow", "parameters_not_in_optimizer")
STRENGTHS = {"mild": 24, "medium": 12, "strong": 6}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, width=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, frozen=-1)
