"""Ten sigmoid layers."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
ACCEPTS = ("saturating_activation", "poor_architecture")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, activation="sigmoid", depth=10)
