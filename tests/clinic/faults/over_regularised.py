"""A weight decay that wins against the loss."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
TUNING = (
    "digits",
    "pictures",
    "shapes",
    "waves",
    "wine",
    "spirals",
    "overlapping",
    "hazy",
    "murky",
)
SPENT = ("clusters", "cancer")
LOCKED = ("moons", "uneven")
ACCEPTS = ("model_too_small",)
STRENGTHS = {"mild": 0.03, "medium": 0.08, "strong": 0.2}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, optimizer="sgd", rate=0.05)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, weight_decay=strength)
