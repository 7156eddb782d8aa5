"""The rate halves each epoch."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn", "digits_sgd")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, schedule="exponential", schedule_decay=0.3, rate=recipe.rate / 3)
