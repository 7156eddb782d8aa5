"""Many sigmoid layers."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
TUNING = ("digits", "wine", "spirals", "friedman", "digits_sgd")
SPENT = ("clusters_funnel", "iris_funnel")
LOCKED = ("segments", "moons")
ACCEPTS = ("saturating_activation", "poor_architecture")
STRENGTHS = {"mild": 4, "medium": 6, "strong": 10}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, depth=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, activation="sigmoid")
