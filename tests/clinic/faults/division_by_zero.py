"""Samples are divided by their own size, which is sometimes zero."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "wine", "shapes", "friedman", "spirals")
SPENT = ("clusters",)
LOCKED = ("uneven",)
ACCEPTS = ("nan_or_inf_in_data",)
STRENGTHS = {"mild": 0.003, "medium": 0.02, "strong": 0.1}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, blank=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, front="unit_norm")
