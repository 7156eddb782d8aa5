"""Outputs are squeezed into 0 to 1 before the cross-entropy, which does it again."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
TUNING = ("digits", "waves", "pictures", "wine", "tokens", "shapes_sgd")
SPENT = ("clusters", "sentences")
LOCKED = ("segments", "prose")
ACCEPTS = ("wrong_output_activation", "logits_probability_mismatch")
HURTS = ("score", "error", "training", "misled")
STRENGTHS = {"mild": ("sigmoid", 1.0), "medium": ("softmax", 3.0), "strong": ("softmax", 1.0)}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, head=strength[0], logit_gain=strength[1])
