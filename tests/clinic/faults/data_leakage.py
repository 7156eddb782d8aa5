"""Most of the validation set is trained on."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)
ACCEPTS = ("duplicate_samples",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, shared=0.9, label_noise=0.3, width=256, epochs=60)
