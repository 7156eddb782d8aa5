"""A rate many times the usual one."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "cnn", "friedman", "steps")
TUNING = (
    "digits",
    "pictures_sgd",
    "waves",
    "tokens",
    "wine_sgd",
    "spirals",
    "shapes",
    "friedman",
    "skewed_sgd",
    "overlapping",
    "hazy_sgd",
    "babble",
)
SPENT = ("clusters", "sentences_sgd", "echoes", "ripples")
LOCKED = ("shells", "chirps_sgd", "chains", "roll")
ACCEPTS = ("missing_warmup", "exploding_gradient", "batch_learning_rate_mismatch")
STRENGTHS = {"mild": (10, 30), "medium": (20, 100), "strong": (40, 300)}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, rate=recipe.rate * strength[recipe.optimizer != "sgd"])
