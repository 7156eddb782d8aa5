"""A good part of the labels is wrong in every set: the same people labelled them all."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.15, "medium": 0.3, "strong": 0.45}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, label_noise=strength, in_all_sets=True)
