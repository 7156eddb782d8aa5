"""Negative samples carry -1 where the loss means 0."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("spirals_binary", "skewed_binary")
SPENT = ("cancer_binary",)
LOCKED = ("moons_binary",)
ACCEPTS = ("label_encoding_mismatch", "loss_implementation_bug")
STRENGTHS = {"mild": 0.2, "medium": 0.5, "strong": 1.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, labels_minus_one=strength)
