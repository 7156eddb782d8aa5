"""(N, 1) is compared with (N,)."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("friedman",)
ACCEPTS = ("loss_implementation_bug",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, loss="mse_broadcast")
