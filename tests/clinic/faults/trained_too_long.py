"""Many epochs past the best one."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "spirals", "overlapping", "hazy")
SPENT = ("cancer",)
LOCKED = ("uneven",)
ACCEPTS = ("overfitting", "learning_rate_not_decayed", "overconfidence")
STRENGTHS = {"mild": 3, "medium": 6, "strong": 10}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=200, label_noise=0.25)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, epochs=recipe.epochs * strength)
