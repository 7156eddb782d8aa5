"""Every weight starts at the same value."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, init="constant")
