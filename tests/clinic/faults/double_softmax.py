"""A softmax in the network before the cross-entropy."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
ACCEPTS = ("wrong_output_activation", "logits_probability_mismatch")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, head="softmax")
