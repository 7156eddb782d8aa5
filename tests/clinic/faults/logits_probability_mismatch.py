"""A loss for log-probabilities gets something else."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "waves", "pictures", "shapes", "tokens", "wine")
SPENT = ("clusters",)
LOCKED = ("chirps",)
ACCEPTS = ("loss_implementation_bug", "wrong_output_activation")
STRENGTHS = {"mild": "sigmoid", "medium": "softmax", "strong": "none"}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, loss="nll", head=strength)
