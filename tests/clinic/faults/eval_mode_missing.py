"""Validation runs with dropout on."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, eval_mode=False, dropout=0.6)
