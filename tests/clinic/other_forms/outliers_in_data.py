"""Some targets are far too large in every set; in a classification, some samples."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.01, "medium": 0.03, "strong": 0.08}


def inject(recipe: Recipe, strength: object) -> Recipe:
    if recipe.loss == "mse":
        return replace(recipe, target_outliers=strength, in_all_sets=True)
    return replace(recipe, outliers=strength, in_all_sets=True)
