"""Plain SGD where steps must differ between weights."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("tokens", "waves", "deep_tokens")
SPENT = ("echoes",)
LOCKED = ("segments_vit",)
ACCEPTS = ("learning_rate_too_low", "too_few_epochs")
STRENGTHS = {"mild": 0.1, "medium": 0.05, "strong": 0.02}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, optimizer="sgd", momentum=0.0, rate=strength)
