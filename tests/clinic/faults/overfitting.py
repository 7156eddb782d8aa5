"""A wide network on very few samples with noisy labels."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "cnn")
ACCEPTS = ("too_little_data", "label_noise", "trained_too_long", "model_too_large")


def inject(recipe: Recipe) -> Recipe:
    width = 48 if recipe.network == "cnn" else 256
    return replace(recipe, samples=150, label_noise=0.2, width=width, epochs=50, dropout=0.0)
