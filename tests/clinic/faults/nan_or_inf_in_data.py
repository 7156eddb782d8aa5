"""Some training samples hold a NaN."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn", "steps")
ACCEPTS = ("missing_values",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, bad_inputs=0.01)
