"""Regression targets in the hundreds or thousands."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("friedman",)
TUNING = ("friedman", "friedman_sgd")
SPENT = ("ripples", "diabetes_sgd")
LOCKED = ("roll_sgd", "impedance")
STRENGTHS = {"mild": 30.0, "medium": 300.0, "strong": 5000.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, target_scale=strength)
