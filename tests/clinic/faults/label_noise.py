"""Four labels of ten are wrong."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "cnn")
ACCEPTS = ("overfitting", "label_misalignment")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, label_noise=0.4, epochs=30)
