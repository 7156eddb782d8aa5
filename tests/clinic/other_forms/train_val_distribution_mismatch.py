"""Validation comes from a source with more noise."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 1.0, "medium": 2.0, "strong": 4.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, validation_noise=strength)
