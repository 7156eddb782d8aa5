"""Labels belong to other samples."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn", "steps")
ACCEPTS = ("label_noise", "uninformative_features", "data_reading_bug")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, labels_shuffled=True)
