"""All layers but the head are frozen from scratch."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
ACCEPTS = ("no_gradient_flow",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, frozen=("0.", "2."), width=8)
