"""Labels belong to other samples in every set: the table was joined wrongly."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.5, "medium": 0.75, "strong": 1.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, labels_shuffled=strength, in_all_sets=True)
