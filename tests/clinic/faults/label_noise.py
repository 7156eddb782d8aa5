"""A good part of the labels is wrong."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "cnn")
TUNING = ("digits", "pictures_sgd", "waves", "shapes", "spirals", "wine", "overlapping", "hazy")
SPENT = ("clusters", "cancer_sgd")
LOCKED = ("uneven", "scenes")
ACCEPTS = ("overfitting", "label_misalignment")
STRENGTHS = {"mild": 0.15, "medium": 0.3, "strong": 0.5}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, epochs=recipe.epochs + 10)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, label_noise=strength)
