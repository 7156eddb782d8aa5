"""A loss written by hand: a mask, an axis, a sign."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "wine", "tokens")
SPENT = ("clusters",)
LOCKED = ("segments",)
ACCEPTS = ("wrong_loss_for_task",)
STRENGTHS = {"mild": "masked", "medium": "wrong_axis", "strong": "sign_flipped"}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, loss=strength)
