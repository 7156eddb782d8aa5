"""A rate some hundred times the usual one."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "cnn", "friedman", "steps")
ACCEPTS = ("missing_warmup", "exploding_gradient", "batch_learning_rate_mismatch")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, rate=recipe.rate * (40 if recipe.optimizer == "sgd" else 300))
