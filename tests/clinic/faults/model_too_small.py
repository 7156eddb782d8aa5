"""Two hidden units."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
ACCEPTS = ("poor_architecture",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, width=2, depth=1, epochs=40)
