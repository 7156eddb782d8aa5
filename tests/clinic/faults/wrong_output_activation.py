"""An output activation that cannot say what the targets are."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("friedman", "friedman_sgd")
SPENT = ("ripples",)
LOCKED = ("roll",)
HURTS = ("score", "error", "training")
STRENGTHS = {"mild": "tanh", "medium": "relu", "strong": "sigmoid"}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, head=strength)
