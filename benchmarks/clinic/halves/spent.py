"""A half that measured: its three openings are used up, so it may be fitted on now."""

from tests.clinic.recipe import Recipe

CLUSTERS = {"data": "clusters", "width": 48, "samples": 800, "epochs": 20}
CANCER = {"data": "cancer", "network": "residual", "width": 24, "epochs": 20}
RIPPLES = {"data": "ripples", "loss": "mse", "width": 40, "samples": 800, "epochs": 25}
TEXTURES = {"data": "textures", "network": "resnet", "width": 10, "samples": 500, "epochs": 12}
ECHOES = {"data": "echoes", "network": "lstm", "width": 24, "samples": 800, "epochs": 20}
BRACKETS = {"data": "brackets", "network": "prenorm", "width": 16, "samples": 800, "epochs": 8}
SENTENCES = {"data": "sentences", "network": "bag", "width": 20, "samples": 900, "epochs": 15}
RESIDUAL = {"network": "residual", "activation": "gelu"}
FUNNEL = {"network": "funnel", "activation": "silu", "depth": 3}
SGD = {"optimizer": "sgd"}

BASES = {
    "clusters": Recipe(**CLUSTERS, **RESIDUAL, rate=3e-3),
    "clusters_sgd": Recipe(**CLUSTERS, **RESIDUAL, **SGD, rate=0.03),
    "clusters_funnel": Recipe(**CLUSTERS, **FUNNEL, rate=3e-3),
    "cancer": Recipe(**CANCER, activation="tanh", rate=3e-3),
    "cancer_sgd": Recipe(**CANCER, activation="tanh", **SGD, rate=0.02),
    "cancer_binary": Recipe(**CANCER, activation="tanh", rate=3e-3, loss="binary"),
    "iris": Recipe(data="iris", **RESIDUAL, width=12, rate=5e-3, batch_size=16),
    "iris_sgd": Recipe(data="iris", **RESIDUAL, **SGD, width=12, rate=0.03, batch_size=16),
    "iris_funnel": Recipe(data="iris", **FUNNEL, **SGD, width=16, rate=0.1, batch_size=16),
    "rare": Recipe(data="rare", **FUNNEL, width=40, samples=900, epochs=15, rate=3e-3),
    "ripples": Recipe(**RIPPLES, **RESIDUAL, rate=5e-3),
    "ripples_sgd": Recipe(**RIPPLES, **RESIDUAL, **SGD, rate=0.02),
    "ripples_funnel": Recipe(**RIPPLES, **FUNNEL, rate=8e-3),
    "diabetes_sgd": Recipe(
        data="diabetes", loss="mse", **FUNNEL, **SGD, width=12, epochs=15, rate=0.01
    ),
    "textures": Recipe(**TEXTURES, batchnorm=True, rate=8e-3),
    "textures_sgd": Recipe(**TEXTURES, batchnorm=True, **SGD, rate=0.05),
    "echoes": Recipe(**ECHOES, rate=1e-2),
    "echoes_sgd": Recipe(**ECHOES, **SGD, rate=0.1),
    "brackets": Recipe(**BRACKETS, depth=2, rate=3e-3),
    "brackets_sgd": Recipe(**BRACKETS, depth=2, **SGD, rate=0.05),
    "deep_brackets": Recipe(**BRACKETS, depth=3, rate=2e-3),
    "sentences": Recipe(**SENTENCES, rate=5e-3),
    "sentences_sgd": Recipe(**SENTENCES, **SGD, rate=0.1),
    "sentences_binary": Recipe(**SENTENCES, rate=5e-3, loss="binary"),
}
UGLY_BASES = ("clusters", "cancer", "textures")
UGLY_SGD_BASES = ("clusters_sgd", "cancer_sgd")

PAIRS = (
    ("learning_rate_too_low", "label_noise", "clusters"),
    ("learning_rate_too_high", "inputs_not_normalised", "cancer_sgd"),
    ("data_not_shuffled", "double_softmax", "clusters_sgd"),
    ("preprocessing_mismatch", "too_few_epochs", "textures"),
    ("too_little_data", "preprocessing_mismatch", "clusters"),
    ("class_imbalance", "inputs_not_normalised", "cancer"),
    ("double_softmax", "label_noise", "sentences"),
    ("vanishing_gradient", "data_not_shuffled", "clusters_funnel"),
    ("eval_mode_missing", "label_noise", "clusters"),
    ("zero_or_constant_init", "batch_too_small", "textures"),
    ("targets_not_normalised", "outliers_in_data", "ripples"),
    ("missing_zero_grad", "label_encoding_mismatch", "clusters_sgd"),
)
