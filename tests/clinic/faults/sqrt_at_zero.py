"""The root of a square of inputs that are sometimes exactly zero."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "steps")
TUNING = ("digits", "spirals", "pictures", "wine", "shapes", "friedman")
SPENT = ("clusters",)
LOCKED = ("scenes",)
ACCEPTS = ("division_by_zero",)
STRENGTHS = {"mild": 0.003, "medium": 0.02, "strong": 0.1}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, blank=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, front="root")
