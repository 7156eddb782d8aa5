"""Validation numbers some classes otherwise than training."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "wine", "tokens")
SPENT = ("clusters",)
LOCKED = ("segments",)
ACCEPTS = ("metric_bug", "label_misalignment", "train_val_distribution_mismatch")
HURTS = ("misled",)
STRENGTHS = {"mild": 2, "medium": 4, "strong": 10}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, labels_permuted=strength)
