"""BatchNorm averages that never catch up with the data."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "wine", "spirals", "shapes", "friedman")
SPENT = ("clusters",)
LOCKED = ("segments",)
ACCEPTS = ("batchnorm_small_batch", "eval_mode_missing")
HURTS = ("score", "error", "misled")
STRENGTHS = {"mild": 0.002, "medium": 0.0007, "strong": 0.0002}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, batchnorm=True, input_scale=2.0)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, batchnorm_momentum=strength)
