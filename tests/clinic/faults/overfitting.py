"""A wide network on few samples with some wrong labels."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "cnn")
TUNING = ("digits", "pictures", "shapes", "waves", "wine", "spirals", "overlapping", "hazy")
SPENT = ("cancer", "textures")
LOCKED = ("uneven", "segments")
ACCEPTS = ("too_little_data", "label_noise", "trained_too_long", "model_too_large")
STRENGTHS = {"mild": (300, 0.1), "medium": (200, 0.15), "strong": (150, 0.2)}


def inject(recipe: Recipe, strength: object) -> Recipe:
    width = 48 if recipe.network in ("cnn", "resnet", "vgg") else 256
    samples, noise = strength
    return replace(recipe, samples=samples, label_noise=noise, width=width, epochs=50, dropout=0.0)
