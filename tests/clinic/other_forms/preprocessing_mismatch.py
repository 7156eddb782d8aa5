"""Validation inputs were not scaled at all."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 4.0, "medium": 12.0, "strong": 60.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, validation_scale=strength, validation_shift=strength)
