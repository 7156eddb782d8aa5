"""The logarithm of a probability that underflows."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "steps")
ACCEPTS = ("exp_overflow", "inputs_not_normalised")


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, loss="log_of_probabilities", normalise=False, init="large")
