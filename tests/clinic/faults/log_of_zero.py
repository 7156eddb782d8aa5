"""The logarithm of a probability that underflows."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "steps")
TUNING = ("digits", "pictures", "wine", "waves", "shapes", "tokens")
SPENT = ("textures",)
LOCKED = ("uneven",)
ACCEPTS = ("exp_overflow", "inputs_not_normalised")
STRENGTHS = {"mild": 80.0, "medium": 160.0, "strong": 400.0}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, logit_gain=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, loss="log_of_probabilities")
