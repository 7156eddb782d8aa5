"""Biases so low that most units are never active."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
TUNING = (
    "digits",
    "pictures_sgd",
    "spirals",
    "shapes",
    "skewed_sgd",
    "friedman",
    "overlapping",
    "hazy",
)
SPENT = ("clusters_funnel",)
LOCKED = ("moons", "segments")
ACCEPTS = ("init_scale_wrong",)
STRENGTHS = {"mild": -4.0, "medium": -10.0, "strong": -30.0}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, activation="relu")


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, bias=strength)
