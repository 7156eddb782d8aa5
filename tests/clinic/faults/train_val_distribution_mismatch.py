"""Validation comes from a source with other values."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = (
    "digits",
    "pictures",
    "wine",
    "shapes",
    "waves",
    "friedman",
    "overlapping",
    "hazy",
    "murky",
)
SPENT = ("clusters",)
LOCKED = ("segments",)
ACCEPTS = ("preprocessing_mismatch", "noisy_deployment_inputs", "deployment_scenario_mismatch")
HURTS = ("misled",)
STRENGTHS = {"mild": 1.0, "medium": 2.0, "strong": 4.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, validation_shift=strength)
