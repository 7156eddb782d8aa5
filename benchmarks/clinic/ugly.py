"""Changes after which a healthy run looks odd and is still healthy."""

from collections.abc import Callable
from dataclasses import replace

from tests.clinic.recipe import Recipe

Change = Callable[[Recipe], Recipe]


def _with(**fields: object) -> Change:
    return lambda recipe: replace(recipe, **fields)


def _sgd(**fields: object) -> Change:
    return lambda recipe: replace(recipe, rate=recipe.rate / 5, **fields)


UGLY: dict[str, Change] = {
    "high_dropout": lambda r: replace(r, dropout=0.4, width=2 * r.width, epochs=r.epochs + 12),
    "augmented": lambda r: replace(r, augmentation=0.5, epochs=r.epochs + 10),
    "warm_restarts": lambda r: replace(r, schedule="restarts", epochs=r.epochs + 10),
    "stopped_early": lambda r: replace(r, epochs=4 * r.epochs, stop_early=4),
    "fine_tuned_frozen": lambda r: replace(
        r, pretrained_epochs=r.epochs // 2, pretrained_rate=r.rate, frozen=2, epochs=10
    ),
    "sparse_relu": lambda r: replace(r, bias=-0.4, activation="relu", width=2 * r.width),
    "tiny_done_right": lambda r: replace(
        r, samples=200, weight_decay=1e-2, dropout=0.2, optimizer="adamw", stop_early=6, epochs=40
    ),
    "warmed_up": _with(schedule="warmup", every_step=True),
    "cosine": _with(schedule="cosine"),
    "large_batch": lambda r: replace(r, batch_size=128, rate=2 * r.rate, epochs=2 * r.epochs),
    "clipped": _with(clip=5.0, every_step=True),
    "decayed_weights": _with(optimizer="adamw", weight_decay=0.05),
    "accuracy_not_logged": _with(accuracy_logged=False, rate_logged=False),
    "narrow_inputs": _with(input_scale=0.5),
}
UGLY_SGD: dict[str, Change] = {
    "noisy_small_batches": _sgd(batch_size=6, every_step=True),
    "stepped_rate": _with(schedule="step"),
    "no_momentum": lambda r: replace(r, momentum=0.0, rate=4 * r.rate),
    "every_step_logged": _with(every_step=True),
}
