"""The half that knowledge and thresholds may be fitted on."""

from tests.clinic.recipe import Recipe

PICTURES = {"data": "digit_images", "network": "cnn", "width": 10, "samples": 500, "epochs": 12}
SPIRALS = {"data": "spirals", "width": 48, "epochs": 40, "batch_size": 64}
SKEWED = {"data": "skewed", "width": 32, "samples": 900, "epochs": 15}
FRIEDMAN = {"data": "friedman", "loss": "mse", "width": 32}
OVERLAPPING = {"data": "overlapping", "width": 32, "samples": 400, "epochs": 20}
WAVES = {"data": "waves", "network": "gru", "width": 16, "samples": 600, "epochs": 12}
TOKENS = {"data": "tokens", "network": "transformer", "width": 16, "samples": 800, "epochs": 8}
HAZY = {"data": "hazy", "width": 16, "samples": 1500, "epochs": 15}
MURKY = {"data": "murky", "loss": "mse", "width": 16, "samples": 1500, "epochs": 20}
BABBLE = {"data": "babble", "network": "transformer", "width": 16, "samples": 1800, "epochs": 8}
SHAPES = {"data": "shapes", "network": "cnn", "width": 8, "samples": 500, "epochs": 14}

BASES = {
    "digits": Recipe(samples=700, epochs=20, rate=2e-3),
    "digits_sgd": Recipe(samples=700, epochs=20, optimizer="sgd", rate=0.05),
    "pictures": Recipe(**PICTURES, rate=5e-3),
    "pictures_sgd": Recipe(**PICTURES, optimizer="sgd", rate=0.05),
    "wine": Recipe(data="wine", activation="tanh", width=16, rate=5e-3, batch_size=16),
    "wine_sgd": Recipe(
        data="wine", activation="tanh", width=16, optimizer="sgd", rate=0.03, batch_size=16
    ),
    "spirals": Recipe(**SPIRALS, rate=8e-3),
    "spirals_sgd": Recipe(**SPIRALS | {"epochs": 60}, optimizer="sgd", rate=0.2),
    "spirals_binary": Recipe(**SPIRALS, rate=8e-3, loss="binary"),
    "skewed": Recipe(**SKEWED, rate=3e-3),
    "skewed_sgd": Recipe(**SKEWED, optimizer="sgd", rate=0.03),
    "skewed_binary": Recipe(**SKEWED, rate=3e-3, loss="binary"),
    "overlapping": Recipe(**OVERLAPPING, rate=3e-3),
    "overlapping_sgd": Recipe(**OVERLAPPING, optimizer="sgd", rate=0.03),
    "hazy": Recipe(**HAZY, rate=1e-3),
    "hazy_sgd": Recipe(**HAZY, optimizer="sgd", rate=0.01),
    "murky": Recipe(**MURKY, rate=2e-3),
    "murky_sgd": Recipe(**MURKY, optimizer="sgd", rate=5e-3),
    "babble": Recipe(**BABBLE, depth=1, rate=3e-3),
    "babble_sgd": Recipe(**BABBLE, depth=1, optimizer="sgd", rate=0.05),
    "friedman": Recipe(**FRIEDMAN, rate=5e-3),
    "friedman_sgd": Recipe(**FRIEDMAN, optimizer="sgd", rate=0.02),
    "waves": Recipe(**WAVES, rate=1e-2),
    "waves_sgd": Recipe(**WAVES | {"epochs": 25}, optimizer="sgd", rate=0.05),
    "tokens": Recipe(**TOKENS, depth=1, rate=5e-3),
    "tokens_sgd": Recipe(**TOKENS, depth=1, optimizer="sgd", rate=0.1),
    "deep_tokens": Recipe(**TOKENS, depth=3, rate=3e-3),
    "shapes": Recipe(**SHAPES, rate=1e-2),
    "shapes_sgd": Recipe(**SHAPES, optimizer="sgd", rate=0.05),
}
UGLY_BASES = ("digits", "pictures", "skewed", "overlapping", "hazy", "murky")
UGLY_SGD_BASES = ("digits_sgd", "pictures_sgd", "overlapping_sgd", "hazy_sgd", "murky_sgd")

PAIRS = (
    ("learning_rate_too_low", "label_noise", "digits"),
    ("learning_rate_too_high", "inputs_not_normalised", "wine_sgd"),
    ("data_not_shuffled", "double_softmax", "digits_sgd"),
    ("preprocessing_mismatch", "too_few_epochs", "pictures"),
    ("too_little_data", "preprocessing_mismatch", "digits"),
    ("class_imbalance", "inputs_not_normalised", "digits_sgd"),
    ("double_softmax", "label_noise", "pictures"),
    ("vanishing_gradient", "data_not_shuffled", "digits_sgd"),
    ("eval_mode_missing", "label_noise", "digits"),
    ("dead_relu", "batch_too_small", "pictures"),
    ("targets_not_normalised", "outliers_in_data", "friedman"),
    ("missing_zero_grad", "label_encoding_mismatch", "digits_sgd"),
)
