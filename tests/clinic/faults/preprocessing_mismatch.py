"""Validation inputs are scaled otherwise."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn")
ACCEPTS = ("train_val_distribution_mismatch",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, validation_scale=0.05)
