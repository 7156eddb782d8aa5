"""Why a fault's first fix does not bring its runs back, and what nobody can do to these runs.

Each reason was found by looking at what the fix changed and at the numbers that stayed too high.
"""

UNCURED: dict[str, str] = {
    "dead_relu": (
        "These units are dead from the start, by their biases. The first fix is for the commoner "
        "death by a step too large: there it cured four runs of four, LeakyReLU two, fresh "
        "weights alone none."
    ),
    "exploding_gradient": (
        "The layers themselves grow the signal from the first step on; clipping bounds the step "
        "and leaves the layers as they are. It is for what explodes later, as in recurrent nets."
    ),
    "missing_values": (
        "A tenth of the cells is lost for good, also in the samples that judge the run; with "
        "the median in them the score is back, the loss per sample stays up to 8 % above the limit."
    ),
    "model_too_large": (
        "The fault also takes away nine tenths of the samples, and a smaller network cannot know "
        "what they would have taught."
    ),
    "overfitting": (
        "The fault also takes away two thirds of the samples and spoils labels of the rest; a "
        "setting that spares the rest does not bring back what is gone."
    ),
}

CANNOT: dict[str, str] = {
    "add_l1_penalty": "The clinic's training loop has no such penalty.",
    "decay_from_initial_rate": "The rate of these runs is worked out from the initial one already.",
    "drop_leaking_features": "These runs share samples; no feature gives the label away.",
    "engineer_features": "What the features were replaced by noise for is written nowhere else.",
    "limit_weight_norm": "The clinic's training loop has no step that scales weights.",
    "overfit_one_batch_first": "It is a test: it changes nothing in the run.",
    "smooth_labels": "The clinic's training loop has no such loss.",
    "speed_up_training": "The run gets quicker, not better.",
    "use_cross_validation": "It judges settings by several runs; no single run comes out of it.",
    "use_pretrained_weights": "No larger data set of the same kind goes with these runs.",
    "use_robust_loss": "The clinic's training loop has none for classes.",
}
