"""Nineteen of twenty samples are of one class."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, majority=0.95)
