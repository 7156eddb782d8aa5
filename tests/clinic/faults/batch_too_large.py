"""So large a batch that few steps remain."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "wine", "waves", "tokens", "friedman", "overlapping", "murky")
SPENT = ("sentences",)
LOCKED = ("chirps",)
ACCEPTS = ("batch_learning_rate_mismatch", "too_few_epochs", "learning_rate_too_low")
STRENGTHS = {"mild": 256, "medium": 512, "strong": 4096}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, batch_size=strength)
