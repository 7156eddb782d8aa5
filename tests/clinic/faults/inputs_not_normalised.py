"""Raw inputs of very different scales."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("cancer", "wine")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, normalise=False)
