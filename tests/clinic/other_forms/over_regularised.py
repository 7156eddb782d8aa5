"""Dropout that leaves little, or a weight decay that an adaptive optimizer makes strong."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {
    "mild": {"dropout": 0.75},
    "medium": {"optimizer": "adamw", "weight_decay": 10.0},
    "strong": {"dropout": 0.93},
}


def inject(recipe: Recipe, strength: dict[str, object]) -> Recipe:
    return replace(recipe, **strength)
