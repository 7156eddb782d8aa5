"""What a person who follows a fix would change in the run: fix -> what to try in turn.

Of several the one with the lowest logged validation loss is kept, as the fixes' steps say; their
numbers are those of the steps. Fixes that find a place ("check", "verify", "compare") end with that
place mended, which is what they are for. What nobody can do to these runs is in CANNOT, with the
reason; both together hold the first three fixes of every fault.
"""

from collections.abc import Callable
from dataclasses import replace
from math import ceil

from benchmarks.clinic.treated import (
    Treated,
    clipped,
    of_the_missing_kind,
    resampled,
    selected,
    split_anew,
    until_best,
)
from tests.clinic.recipe import Recipe

Tried = list[Recipe | Treated]
Cure = Callable[[Recipe], Tried]
LIBRARY = {"mse_broadcast": "mse"} | dict.fromkeys(
    ("own_softmax", "log_of_probabilities", "masked", "wrong_axis", "sign_flipped"), "cross_entropy"
)  # of a loss written by hand
QUANTITIES = ("friedman", "ripples", "diabetes", "roll", "impedance")  # data of regressions


def _set(**fields: object) -> Cure:
    return lambda recipe: [replace(recipe, **fields)]


def _each(field: str, *values: object) -> Cure:
    return lambda recipe: [replace(recipe, **{field: value}) for value in values]


def _rates(*factors: float) -> Cure:
    return lambda recipe: [replace(recipe, rate=recipe.rate * factor) for factor in factors]


def _batch_and_rate(recipe: Recipe) -> Tried:
    """The rate that fits this batch, or a usual batch with the rate raised along with it."""
    ratio = 32 / recipe.batch_size
    return [
        replace(recipe, rate=recipe.rate / ratio),
        replace(recipe, batch_size=32, rate=recipe.rate * ratio),
        replace(recipe, batch_size=32, rate=recipe.rate * ratio**0.5),
    ]


def _exponential(recipe: Recipe) -> Tried:
    decay = min(0.995, max(0.5, 0.01 ** (1 / recipe.epochs)))  # the fix's own arithmetic
    return [replace(recipe, schedule="exponential", schedule_decay=decay)]


def _fix_shapes(recipe: Recipe) -> Tried:
    return [replace(recipe, loss=LIBRARY.get(recipe.loss, recipe.loss), mixed=0.0)]


def _larger(recipe: Recipe) -> Tried:
    """Wider first, then deeper, as long as it pays."""
    wider = [replace(recipe, width=recipe.width * times) for times in (4, 16)]
    return [*wider, *(replace(one, depth=recipe.depth + 1) for one in wider)]


def _library_loss(recipe: Recipe) -> Tried:
    return [replace(recipe, loss=LIBRARY.get(recipe.loss, recipe.loss))]


def _log_softmax(recipe: Recipe) -> Tried:
    if recipe.loss == "nll":
        return [replace(recipe, head="log_softmax")]
    return [replace(recipe, loss="cross_entropy", head="none")]


def _loss_for(recipe: Recipe) -> Tried:
    return [replace(recipe, loss="mse" if recipe.data in QUANTITIES else "cross_entropy")]


def _non_finite(recipe: Recipe) -> Tried:
    """The first bad operation was found and made safe."""
    front = recipe.front if recipe.front == "none" else f"safe_{recipe.front}"
    return [replace(one, front=front, bad_inputs=0.0) for one in _library_loss(recipe)]


def _own_samples(recipe: Recipe) -> Tried:
    """Copies go: those within the training set and those that it shares with validation."""
    kept = recipe.unique_samples or recipe.samples
    return [replace(recipe, unique_samples=None, samples=kept, shared=0.0)]


def _penalty(recipe: Recipe) -> Tried:
    if recipe.optimizer == "sgd":
        return [replace(recipe, weight_decay=decay) for decay in (1e-4, 5e-4, 1e-3)]
    return [replace(recipe, optimizer="adamw", weight_decay=decay) for decay in (0.01, 0.05, 0.1)]


def _residual(recipe: Recipe) -> Tried:
    around = {"mlp": "residual", "cnn": "resnet", "transformer": "prenorm"}
    return [replace(recipe, network=around.get(recipe.network, recipe.network))]


def _select(recipe: Recipe) -> Tried:
    """One feature for ten samples, as the fix's arithmetic says, and more while it pays."""
    tenth = max(2, (recipe.samples or 100) // 10)
    return [Treated(recipe, selected(tenth * times)) for times in (1, 2, 4)]


def _split_again(recipe: Recipe) -> Tried:
    mixed = [replace(one, sorting_noise=1e6) for one in _own_samples(recipe)]
    return [Treated(one, split_anew) if one.validation_shift else one for one in mixed]


def _stop_early(recipe: Recipe) -> Tried:
    return [until_best(replace(recipe, stop_early=max(3, ceil(recipe.epochs / 10))))]


CURES: dict[str, Cure] = {
    "accumulate_gradients": _set(batch_size=32),  # the same step, as long as there is no BatchNorm
    "add_activations_between_layers": _set(linear_layers=0),
    "add_data_of_the_missing_kind": lambda r: [of_the_missing_kind(r)],
    "add_dropout": _each("dropout", 0.1, 0.3, 0.5),
    "add_eps_inside_sqrt": _set(front="safe_root"),
    "add_eps_to_division": _set(front="safe_unit_norm"),
    "add_normalisation_layers": lambda r: [
        replace(r, batchnorm=True),
        replace(r, batchnorm=True, groupnorm=True),
    ],
    "add_regularisation_later": _set(weight_decay=0.0, dropout=0.0, augmentation=0.0),
    "add_residual_connections": _residual,
    "add_warmup": _set(schedule="warmup"),
    "add_weight_decay": _penalty,
    "align_preprocessing": _set(validation_scale=1.0),
    "augment_training_data": _each("augmentation", 0.1, 0.3, 0.6),
    "call_zero_grad": _set(zero_grad_every=1),
    "change_batch_and_rate_together": _batch_and_rate,
    "check_gradient_flow": _set(frozen=0, detached=False, left_out=0),
    "check_loss_on_known_values": _library_loss,
    "check_pairs": _set(labels_shuffled=0.0),
    "clamp_log_argument": _set(loss="limited_softmax"),
    "clean_labels": _set(label_noise=0.0),
    "clip_gradients": _each("clip", 10.0, 1.0, 0.1),
    "clip_outliers": lambda r: [Treated(r, clipped(limit)) for limit in (3.0, 6.0)],
    "collect_more_data": _set(samples=None, unique_samples=None, majority=0.0),
    "compare_loader_with_raw_samples": _set(blank=0.0),
    "enlarge_batch": _each("batch_size", 16, 32),
    "enlarge_model": _larger,
    "enlarge_validation_set": _set(validation_rows=None),
    "find_first_non_finite_operation": _non_finite,
    "fix_label_encoding": _set(labels_permuted=0, labels_minus_one=0.0),
    "fix_shapes": _fix_shapes,
    "impute_missing_values": _set(filled_with=0.0, bad_inputs=0.0),  # the median is about 0
    "init_by_activation": _set(init="default", init_gain=1.0, bias=None),
    "inspect_raw_batch": _set(
        augmentation=0.0,
        blank=0.0,
        filled_with=0.0,
        labels_permuted=0,
        labels_shuffled=0.0,
        validation_scale=1.0,
    ),
    "keep_best_checkpoint": lambda r: [until_best(r)],
    "keep_loss_attached": _set(detached=False),
    "limit_exponent_range": _library_loss,
    "loosen_clipping": _set(clip=1.0),
    "lower_learning_rate": _rates(1 / 5, 1 / 25, 1 / 125),
    "lower_momentum": _set(momentum=0.9),
    "match_loss_to_task": _loss_for,
    "match_output_activation": _set(head="none"),
    "pass_all_parameters": _set(left_out=0),
    "pass_logits_to_loss": _set(head="none", logit_gain=1.0, loss="cross_entropy"),
    "place_batchnorm_correctly": _set(batchnorm_momentum=0.1),
    "raise_learning_rate": _rates(5, 25, 125),
    "range_test_learning_rate": _rates(1e-3, 1e-2, 0.1, 0.3, 3, 10, 100, 1e3),
    "recalibrate_batchnorm": _set(batchnorm_momentum=0.1),  # training does not see the averages
    "recompute_metric_by_hand": _set(metric="accuracy"),
    "reduce_on_plateau": _set(schedule="step"),
    "remove_bad_values": _set(bad_inputs=0.0, labels_minus_one=0.0),
    "remove_shared_samples": _own_samples,
    "replace_hand_written_backward": _set(backward_flipped=0.0),
    "replace_own_loss_by_library_loss": _library_loss,
    "resample_classes": lambda r: [Treated(r, resampled)],
    "rescale_loss_terms": _each("second_term", 0.1, 0.01, 0.001),
    "restore_optimizer_state": _set(resumed_at=None),
    "reweight_classes": _set(reweighted=True),
    "select_features": _select,
    "shrink_batch": _each("batch_size", 32, 128),
    "shrink_model": lambda r: [replace(r, width=max(r.width // n, 4)) for n in (2, 4, 8, 16)],
    "shuffle_every_epoch": _set(sorted_by_class=False),
    "slow_the_decay": lambda r: [
        replace(r, schedule_decay=r.schedule_decay**0.1),
        replace(r, schedule="step"),  # the first drop at half of the epochs
    ],
    "split_again": _split_again,
    "standardise_inputs": _set(normalise=True, input_scale=1.0),
    "standardise_targets": _set(target_scale=1.0),
    "start_from_published_architecture": lambda r: [
        replace(r, bottleneck=0, mixed=0.0, width=max(r.width, 32), depth=max(r.depth, 2))
    ],
    "stop_early": _stop_early,
    "switch_train_and_eval_mode": _set(eval_mode=True),
    "test_model_parts": _set(mixed=0.0),
    "train_longer": lambda r: [replace(r, epochs=r.epochs * times) for times in (4, 12)],
    "unfreeze_layers": _set(frozen=0),
    "use_adam": lambda r: [replace(r, optimizer="adam", rate=rate) for rate in (3e-4, 1e-3, 3e-3)],
    "use_cosine_schedule": _set(schedule="cosine"),
    "use_exponential_decay": _exponential,
    "use_group_or_layer_norm": _set(batchnorm=True, groupnorm=True),
    "use_leaky_relu": lambda r: [
        replace(r, activation="leaky_relu", rate=r.rate / times) for times in (1, 5)
    ],
    "use_log_softmax": _log_softmax,
    "use_relu": _each("activation", "relu", "gelu", "silu"),
    "use_sgd_with_momentum": lambda r: [
        replace(r, optimizer="sgd", momentum=0.9, schedule="cosine", rate=rate)
        for rate in (0.1, 0.01)
    ],
    "verify_gradients_numerically": _set(backward_flipped=0.0),
    "weaken_augmentation": lambda r: [
        replace(r, augmentation=r.augmentation * times) for times in (0, 0.25, 0.5)
    ],
    "weaken_regularisation": _set(weight_decay=0.0, dropout=0.0, augmentation=0.0),  # all off first
}
