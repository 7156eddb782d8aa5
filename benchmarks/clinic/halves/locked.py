"""The half that measures: nothing was fitted on its data or architectures; opened.py logs it."""

from tests.clinic.recipe import Recipe

SHELLS = {"data": "shells", "network": "normed", "width": 32, "epochs": 18}
MOONS = {"data": "moons", "network": "lowrank", "width": 24, "epochs": 15}
ROLL = {"data": "roll", "network": "lowrank", "loss": "mse", "width": 32, "epochs": 25}
IMPEDANCE = {"data": "impedance", "network": "gated", "loss": "mse", "width": 24, "epochs": 25}
UNEVEN = {"data": "uneven", "network": "gated", "width": 24, "epochs": 10}
SCENES = {"data": "scenes", "network": "separable", "width": 8, "epochs": 12}
SEGMENTS = {"data": "segments", "samples": 900}
ALL_SEGMENTS = {"data": "segments"}
VGG = {"network": "vgg", "width": 10, "depth": 4, "epochs": 10}
VIT = {"network": "vit", "activation": "gelu", "width": 16, "epochs": 12}
MIXER = {"network": "mixer", "activation": "gelu", "width": 16, "epochs": 9}
CHIRPS = {"data": "chirps", "network": "temporal", "width": 16, "depth": 3, "epochs": 24}
LEADERS = {"data": "leaders", "network": "bigru", "width": 12, "epochs": 10}
CHAINS = {"data": "chains", "network": "bigru", "width": 12, "epochs": 8}
PROSE = {"data": "prose", "network": "textcnn", "width": 12, "dropout": 0.2, "epochs": 10}
SGD = {"optimizer": "sgd"}

BASES = {
    "shells": Recipe(**SHELLS, rate=2e-3),
    "shells_sgd": Recipe(**SHELLS, **SGD, rate=0.02),
    "moons": Recipe(**MOONS, rate=3e-3),
    "moons_sgd": Recipe(**MOONS, **SGD, rate=0.01),
    "moons_binary": Recipe(**MOONS, rate=3e-3, loss="binary"),
    "roll": Recipe(**ROLL, rate=5e-3),
    "roll_sgd": Recipe(**ROLL, **SGD, rate=0.05),
    "impedance": Recipe(**IMPEDANCE, activation="silu", rate=5e-3),
    "impedance_sgd": Recipe(**IMPEDANCE, activation="silu", **SGD, rate=0.02),
    "uneven": Recipe(**UNEVEN, activation="sigmoid", rate=4e-3),
    "uneven_sgd": Recipe(**UNEVEN, activation="sigmoid", **SGD, rate=0.03),
    "scenes": Recipe(**SCENES, activation="gelu", rate=3e-3),
    "scenes_sgd": Recipe(**SCENES, activation="gelu", **SGD, rate=0.01),
    "segments": Recipe(**SEGMENTS, **VGG, rate=5e-3),
    "segments_sgd": Recipe(**SEGMENTS, **VGG | {"epochs": 14}, **SGD, rate=0.02),
    "segments_vit": Recipe(**ALL_SEGMENTS, **VIT, rate=3e-3),
    "segments_vit_deep": Recipe(**ALL_SEGMENTS, **VIT, depth=4, rate=2e-3),
    "segments_mixer": Recipe(**ALL_SEGMENTS, **MIXER, rate=5e-3),
    "segments_mixer_sgd": Recipe(**ALL_SEGMENTS, **MIXER, **SGD, rate=0.03),
    "chirps": Recipe(**CHIRPS, rate=3e-3),
    "chirps_sgd": Recipe(**CHIRPS | {"epochs": 32}, **SGD, rate=0.02),
    "leaders": Recipe(**LEADERS, rate=8e-3),
    "leaders_sgd": Recipe(**LEADERS, **SGD, rate=0.1),
    "chains": Recipe(**CHAINS, rate=8e-3),
    "prose": Recipe(**PROSE, rate=5e-3),
    "prose_sgd": Recipe(**PROSE, **SGD, rate=0.05),
}
UGLY_BASES = ("uneven", "segments", "chirps")
UGLY_SGD_BASES = ("uneven_sgd", "segments_sgd")

PAIRS = (
    ("learning_rate_too_high", "label_noise", "shells"),
    ("learning_rate_too_low", "class_imbalance", "chirps"),
    ("data_not_shuffled", "missing_zero_grad", "uneven_sgd"),
    ("double_softmax", "too_few_epochs", "segments"),
    ("preprocessing_mismatch", "model_too_small", "segments"),
    ("too_little_data", "label_encoding_mismatch", "shells"),
    ("frozen_layers", "label_noise", "segments_mixer"),
    ("eval_mode_missing", "learning_rate_too_low", "moons"),
    ("inputs_not_normalised", "wrong_output_activation", "impedance"),
    ("outliers_in_data", "batch_too_large", "impedance"),
    ("momentum_too_high", "label_misalignment", "moons_sgd"),
    ("data_leakage", "augmentation_too_strong", "scenes"),
)
