"""Stopped long before it had learned."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn")
ACCEPTS = ("learning_rate_too_low",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, epochs=6, rate=recipe.rate / 8)
