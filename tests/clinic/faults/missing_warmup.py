"""The full rate from the first step."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("tokens", "deep_tokens")
SPENT = ("brackets",)
LOCKED = ("segments_vit",)
ACCEPTS = ("learning_rate_too_high", "batch_learning_rate_mismatch")
STRENGTHS = {"mild": 12, "medium": 20, "strong": 40}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, schedule="warmup", rate=recipe.rate * strength, every_step=True)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, schedule="none")
