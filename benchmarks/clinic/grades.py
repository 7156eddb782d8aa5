"""Which numbers of a report tell how strongly it holds, and their knots on the runs at hand.

Chosen by hand: what a probe compares with its thresholds, and nothing that names the data set (how
many samples, classes or epochs) or hangs on the unit of the loss.
"""

from collections.abc import Iterable

import numpy as np

from engine import Evidence

KNOTS = (0.08, 0.36, 0.64, 0.92)  # quantiles of the number over the runs
ENOUGH = 60  # reports with the number

GRADED: dict[str, tuple[str, ...]] = {
    # what the curves show
    "accuracy_at_chance_level": ("loss_drop", "moved"),
    "best_epoch_long_past": ("share", "worse", "against_start"),
    "both_losses_equally_bad": ("left", "apart", "falls", "accuracy"),
    "collapsed_after_progress": ("accuracy_lost",),
    "loss_at_chance_level": ("away", "moves", "fallen"),
    "loss_falls_accuracy_flat": ("change",),
    "loss_high_despite_accuracy": ("wrong",),
    "loss_swings_late": ("noise", "against_start", "trend", "drop"),
    "still_improving_at_end": ("drop", "against_start", "trend"),
    "training_accuracy_low": ("way",),
    "training_loss_decreases_slowly": ("drop", "ratio", "late_trend"),
    "training_loss_diverges": ("rise_in_noise", "late_trend"),
    "training_loss_flat_from_start": ("change", "wanders", "later_change"),
    "training_loss_oscillates": ("noise", "late_noise", "turns"),
    "training_loss_plateaus": ("drop", "total_drop"),
    "training_loss_spikes": ("factor",),
    "validation_at_chance": ("gained",),
    "validation_below_training": ("share",),
    "validation_fluctuates": ("noise", "training_noise", "against_start"),
    "validation_gap_from_start": ("least_ratio", "end_ratio", "accuracy_gap"),
    "validation_loss_far_above_training_loss": ("ratio", "against_start", "accuracy_gap"),
    "validation_loss_not_decreasing": ("drop", "accuracy"),
    "validation_loss_rises": ("against_start", "trend"),
    # the checkpoint
    "dead_weight_rows": ("share",),
    "epsilon_dominates": ("share",),
    "gradients_always_agree": ("share",),
    "update_ratio_too_high": ("ratio", "median_ratio"),
    "update_ratio_too_low": ("ratio", "median_ratio"),
    "weight_scale_off": ("ratio", "travelled", "median_ratio"),
    "weights_shrunk_by_decay": ("kept",),
    "weights_very_large": ("largest", "ratio"),
    # model and batches
    "activations_shrink_with_depth": ("factor",),
    "blank_samples": ("share",),
    "class_shares_differ": ("z",),
    "classes_imbalanced": ("ratio",),
    "dead_relu_units": ("share",),
    "feature_scales_differ": ("ratio",),
    "features_unrelated_to_labels": ("score",),
    "gradients_cut_down": ("factor",),
    "gradients_vanish": ("ratio", "slope"),
    "input_ignored": ("moved",),
    "inputs_badly_scaled": ("size",),
    "labels_disagree_with_inputs": ("share", "sure_share", "linear"),
    "output_constant": ("spread",),
    "predicts_single_class": ("share", "spread"),
    "preprocessing_differs": ("scale", "offset"),
    "saturated_activations": ("share",),
    "sets_differ": ("auc", "distance"),
}

Knots = dict[tuple[str, str], tuple[float, ...]]  # finding and number


def numbers(evidence: Iterable[Evidence]) -> dict[tuple[str, str], float]:
    found = {}
    for item in evidence:
        for name in GRADED.get(item.finding, ()):
            number = item.numbers.get(name)
            if isinstance(number, int | float) and np.isfinite(number):
                found[item.finding, name] = float(number)
    return found


def knots(runs: Iterable[dict[tuple[str, str], float]]) -> Knots:
    """Of each number that enough runs have and in which they differ."""
    known = list(runs)
    found = {}
    for key in ((finding, name) for finding, names in GRADED.items() for name in names):
        values = [run[key] for run in known if key in run]
        if len(values) >= ENOUGH:
            at = np.unique([float(f"{value:.3g}") for value in np.quantile(values, KNOTS)])
            if len(at) > 1:
                found[key] = tuple(at.tolist())
    return found
