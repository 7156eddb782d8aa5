"""A tanh so steep that it is flat nearly everywhere."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "friedman", "spirals", "wine", "pictures")
SPENT = ("clusters_funnel",)
LOCKED = ("shells",)
ACCEPTS = ("vanishing_gradient", "init_scale_wrong", "poor_architecture")
STRENGTHS = {"mild": "steep_3", "medium": "steep_10", "strong": "steep_40"}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, activation="tanh", depth=3)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, activation=strength)
