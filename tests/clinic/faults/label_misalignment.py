"""Labels belong to other samples."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn", "steps")
TUNING = (
    "digits",
    "shapes",
    "pictures",
    "waves",
    "wine",
    "friedman",
    "tokens",
    "overlapping",
    "hazy",
    "babble",
)
SPENT = ("echoes",)
LOCKED = ("prose",)
ACCEPTS = ("label_noise", "uninformative_features", "data_reading_bug")
STRENGTHS = {"mild": 0.5, "medium": 0.75, "strong": 1.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, labels_shuffled=strength)
