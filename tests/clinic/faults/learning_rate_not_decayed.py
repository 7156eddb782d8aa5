"""A high constant rate that keeps the loss swinging."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits_sgd",)
ACCEPTS = ("learning_rate_too_high", "batch_too_small", "batch_learning_rate_mismatch")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, rate=0.03, batch_size=8, schedule="none", label_noise=0.1, epochs=30)
