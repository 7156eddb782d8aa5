"""What each tool's findings mean in our causes, read as widely as their own texts allow."""

RATE_HIGH = ("learning_rate_too_high", "missing_warmup", "exploding_gradient", "momentum_too_high",
             "missing_zero_grad", "batch_learning_rate_mismatch", "init_scale_wrong")  # fmt: skip
SPIKES = (*RATE_HIGH, "outliers_in_data", "optimizer_state_lost", "adam_epsilon_too_small",
          "data_reading_bug", "inputs_not_normalised", "batch_too_small",
          "learning_rate_not_decayed")  # fmt: skip
NOT_FINITE = ("nan_or_inf_in_data", "log_of_zero", "sqrt_at_zero", "division_by_zero",
              "exp_overflow", "mixed_precision_overflow", *RATE_HIGH)  # fmt: skip
NO_LEARNING = ("learning_rate_too_low", "learning_rate_too_high", "vanishing_gradient", "dead_relu",
               "zero_or_constant_init", "frozen_layers", "no_gradient_flow", "model_too_small",
               "parameters_not_in_optimizer", "label_misalignment", "uninformative_features",
               "too_few_epochs", "gradient_clipping_too_tight", "learning_rate_decays_too_fast",
               "saturating_activation", "optimizer_unsuitable", "batch_too_large",
               "over_regularised", "gradient_bug")  # fmt: skip
TOO_LOW = ("learning_rate_too_low", "too_few_epochs", "gradient_clipping_too_tight",
           "learning_rate_decays_too_fast", "batch_too_large", "optimizer_unsuitable")  # fmt: skip
OVERFIT = ("overfitting", "too_little_data", "model_too_large", "trained_too_long",
           "overconfidence", "too_many_features", "label_noise", "duplicate_samples",
           "train_val_distribution_mismatch", "preprocessing_mismatch")  # fmt: skip
BELOW = ("data_leakage", "eval_mode_missing", "augmentation_too_strong", "over_regularised",
         "validation_set_too_small", "train_val_distribution_mismatch")  # fmt: skip
VANISHING = ("vanishing_gradient", "saturating_activation", "dead_relu", "no_gradient_flow")

MEANINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "runmedic": {
        "non_finite": NOT_FINITE,
        "divergence": RATE_HIGH,
        "loss_spikes": SPIKES,
        "no_learning": NO_LEARNING,
        "overfitting": OVERFIT,
        "val_below_train": BELOW,
        "grad_spikes": SPIKES,
        "constant_lr_plateau": ("learning_rate_not_decayed", *NO_LEARNING),
    },
    "losslint": {
        "nan_inf": NOT_FINITE,
        "loss_spike": SPIKES,
        "divergence": RATE_HIGH,
        "overfit_onset": OVERFIT,
        "stagnation": NO_LEARNING,
    },
    "trainproof": {
        "TP-NAN": NOT_FINITE,
        "TP-NAN-GRAD": NOT_FINITE,
        "TP-DIVERGE": RATE_HIGH,
        "TP-GRAD-SPIKE": SPIKES,
        "TP-FLAT": NO_LEARNING,
        "TP-DEAD-RUN": NO_LEARNING,
        "TP-ZERO-GRAD": ("no_gradient_flow", "dead_relu", "zero_or_constant_init"),
        "TP-ZERO-LR": ("learning_rate_too_low", "learning_rate_decays_too_fast"),
        "TP-ZERO-LR-PARTIAL": ("learning_rate_too_low", "learning_rate_decays_too_fast"),
        "TP-ZERO-LOSS": ("loss_implementation_bug", "labels_out_of_range", "data_leakage"),
        "TP-ZERO-LOSS-ONSET": ("loss_implementation_bug", "labels_out_of_range"),
        "TP-OVERFIT": OVERFIT,
        "TP-STEP-CLIFF": SPIKES,
    },
    "gradsnitch": {
        "Loss became NaN/Inf": NOT_FINITE,
        "Gradient norm exploded (inf)": NOT_FINITE,
        "Gradient-norm spike": SPIKES,
        "Train/val divergence (overfitting)": OVERFIT,
        "Loss plateau (no early progress)": NO_LEARNING,
        "Loss divergence (sustained rise)": RATE_HIGH,
        "Vanishing gradients": VANISHING,
        "LR too high (update/weight ratio)": RATE_HIGH,
        "LR too low (update/weight ratio)": TOO_LOW,
        "Loss oscillation (growing amplitude)": SPIKES,
        "LR schedule collapsed early": ("learning_rate_decays_too_fast",),
    },
    "training-doctor": {
        "Training plateau detected": NO_LEARNING,
        "Early training plateau": NO_LEARNING,
        "Overfitting detected": OVERFIT,
        "Unusual train/eval pattern": (*BELOW, *OVERFIT),
        "Gradient instability detected": SPIKES,
        "Possible mixed precision instability": NOT_FINITE,
        "Learning rate likely too high": RATE_HIGH,
        "Learning rate may be too low": TOO_LOW,
    },
    "model-clinic": {
        "dead_neurons": ("dead_relu", "zero_or_constant_init", "frozen_layers"),
        "nan_inf": NOT_FINITE,
        "identical_rows": ("zero_or_constant_init",),
        "vanishing_norm": ("vanishing_gradient", "over_regularised", "zero_or_constant_init"),
        "exploding_norm": (*RATE_HIGH, "weights_too_large"),
        "saturated_weights": ("weights_too_large", *RATE_HIGH),
        "heavy_tails": ("weights_too_large", *RATE_HIGH),
        "norm_drift": ("weights_too_large", *RATE_HIGH),
        "weight_corruption": ("zero_or_constant_init", "frozen_layers", "over_regularised"),
        "gradient_noise": ("batch_too_small", *RATE_HIGH),
        "stuck_gate_open": ("saturating_activation",),
        "stuck_gate_closed": ("saturating_activation", "dead_relu"),
    },
}
