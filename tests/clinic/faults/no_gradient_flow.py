"""The head's input is detached from the body."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)
ACCEPTS = ("gradient_bug", "init_scale_wrong")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, detached=True, init="small")
