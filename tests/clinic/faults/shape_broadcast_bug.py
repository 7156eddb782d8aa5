"""(N, 1) is compared with (N,)."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("friedman",)
TUNING = ("friedman", "friedman_sgd")
SPENT = ("ripples", "diabetes_sgd")
LOCKED = ("roll", "impedance_sgd")
ACCEPTS = ("loss_implementation_bug",)
STRENGTHS = {"mild": 4, "medium": 16, "strong": 32}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, batch_size=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, loss="mse_broadcast")
