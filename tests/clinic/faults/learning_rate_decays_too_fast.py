"""The rate shrinks by a factor each epoch."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn", "digits_sgd")
TUNING = (
    "digits_sgd",
    "pictures",
    "waves",
    "shapes_sgd",
    "tokens",
    "friedman",
    "hazy",
    "babble_sgd",
)
SPENT = ("sentences",)
LOCKED = ("segments",)
ACCEPTS = ("learning_rate_too_low",)
STRENGTHS = {"mild": 0.7, "medium": 0.5, "strong": 0.3}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, rate=recipe.rate / 3, epochs=recipe.epochs * 2)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, schedule="exponential", schedule_decay=strength)
