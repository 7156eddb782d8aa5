"""Validation runs with dropout on."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)
TUNING = ("digits", "pictures", "spirals", "skewed", "shapes", "friedman", "overlapping", "hazy")
SPENT = ("clusters",)
LOCKED = ("segments",)
HURTS = ("misled",)
STRENGTHS = {"mild": 0.3, "medium": 0.45, "strong": 0.6}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, dropout=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, eval_mode=False)
