"""What a person who follows a fix would change in the run: fix -> the recipes to try in turn.

Of several the one with the lowest logged validation loss is kept, as the fixes' steps say. Fixes
that find a place ("check", "verify", "compare") end with that place mended, which is what they are
for. What nobody can do to these runs (collecting better features, say) has no entry.
"""

from collections.abc import Callable
from dataclasses import replace

from tests.clinic.recipe import Recipe

QUANTITIES = ("friedman", "ripples", "diabetes", "roll", "impedance")  # data of regressions
Tried = list[Recipe]
Cure = Callable[[Recipe], Tried]


def _set(**fields: object) -> Cure:
    return lambda recipe: [replace(recipe, **fields)]


def _rates(*factors: float) -> Cure:
    return lambda recipe: [replace(recipe, rate=recipe.rate * factor) for factor in factors]


def _loss_for(recipe: Recipe) -> str:
    return "mse" if recipe.data in QUANTITIES else "cross_entropy"


def _own_samples(recipe: Recipe) -> Tried:
    """Copies go: those within the training set and those that it shares with validation."""
    kept = recipe.unique_samples or recipe.samples
    return [replace(recipe, unique_samples=None, samples=kept, shared=0.0)]


def _log_softmax(recipe: Recipe) -> Tried:
    if recipe.loss == "nll":
        return [replace(recipe, head="log_softmax")]
    return [replace(recipe, loss="cross_entropy", head="none")]


CURES: dict[str, Cure] = {
    "add_activations_between_layers": _set(linear_layers=0),
    "add_eps_inside_sqrt": _set(front="safe_root"),
    "add_eps_to_division": _set(front="safe_unit_norm"),
    "add_warmup": _set(schedule="warmup"),
    "add_weight_decay": _set(weight_decay=1e-2, optimizer="adamw"),
    "align_preprocessing": _set(validation_scale=1.0),
    "call_zero_grad": _set(zero_grad_every=1),
    "change_batch_and_rate_together": lambda r: [replace(r, rate=r.rate * r.batch_size / 32)],
    "check_loss_on_known_values": lambda r: [replace(r, loss=_loss_for(r))],
    "check_pairs": _set(labels_shuffled=0.0),
    "clean_labels": _set(label_noise=0.0),
    "clip_gradients": lambda r: [replace(r, clip=limit) for limit in (1.0, 0.1)],
    "clip_outliers": _set(clip_inputs=3.0),
    "collect_more_data": _set(samples=None),
    "compare_loader_with_raw_samples": _set(blank=0.0),
    "enlarge_batch": lambda r: [replace(r, batch_size=32)],
    "enlarge_model": lambda r: [replace(r, width=r.width * 8, depth=r.depth + 1)],
    "enlarge_validation_set": _set(validation_rows=None),
    "fix_label_encoding": _set(labels_permuted=0, labels_minus_one=0.0),
    "fix_shapes": _set(loss="mse"),
    "impute_missing_values": _set(filled_with=0.0),
    "init_by_activation": _set(init="default", init_gain=1.0, bias=None),
    "keep_loss_attached": _set(detached=False),
    "limit_exponent_range": _set(loss="limited_softmax"),
    "loosen_clipping": _set(clip=1.0),
    "lower_learning_rate": _rates(1 / 5, 1 / 25, 1 / 125),
    "lower_momentum": _set(momentum=0.9),
    "match_loss_to_task": lambda r: [replace(r, loss=_loss_for(r))],
    "match_output_activation": _set(head="none"),
    "pass_all_parameters": _set(left_out=0),
    "pass_logits_to_loss": _set(head="none", logit_gain=1.0),
    "place_batchnorm_correctly": _set(batchnorm_momentum=0.1),
    "raise_learning_rate": _rates(5, 25, 125),
    "recompute_metric_by_hand": _set(metric="accuracy"),
    "remove_bad_values": _set(bad_inputs=0.0),
    "remove_shared_samples": _own_samples,
    "rescale_loss_terms": _set(second_term=0.01),
    "restore_optimizer_state": _set(resumed_at=None),
    "reweight_classes": _set(reweighted=True),
    "shrink_batch": lambda r: [replace(r, batch_size=32)],
    "shrink_model": lambda r: [replace(r, width=max(r.width // 8, 4))],
    "shuffle_every_epoch": _set(sorted_by_class=False),
    "slow_the_decay": lambda r: [replace(r, schedule_decay=r.schedule_decay**0.1)],
    "split_again": _own_samples,
    "standardise_inputs": _set(normalise=True, input_scale=1.0),
    "standardise_targets": _set(target_scale=1.0),
    "start_from_published_architecture": _set(bottleneck=0),
    "stop_early": _set(stop_early=3),
    "switch_train_and_eval_mode": _set(eval_mode=True),
    "test_model_parts": _set(mixed=0.0),
    "train_longer": lambda r: [replace(r, epochs=r.epochs * times) for times in (4, 12)],
    "unfreeze_layers": _set(frozen=0),
    "use_adam": _set(optimizer="adam", rate=3e-3),
    "use_exponential_decay": _set(schedule="exponential", schedule_decay=0.85),
    "use_group_or_layer_norm": _set(groupnorm=True),
    "use_leaky_relu": _set(activation="leaky_relu"),
    "use_log_softmax": _log_softmax,
    "use_relu": _set(activation="relu"),
    "verify_gradients_numerically": _set(backward_flipped=0.0),
    "weaken_augmentation": lambda r: [replace(r, augmentation=r.augmentation / 4)],
    "weaken_regularisation": lambda r: [
        replace(r, weight_decay=r.weight_decay / 10, dropout=r.dropout / 2),
        replace(r, weight_decay=r.weight_decay / 100, dropout=0.0),
    ],
}
