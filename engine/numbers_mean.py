"""When numbers of a run mean a finding: each rule answers True, False or nothing (None).

Between the bounds for True and False a number decides nothing and the finding stays open.
"""

from math import log, sqrt

NEAR_LN_C = 0.05  # share; collapse to |loss - ln C| < 5 %, measured in research/probes.md section 4
CLEAR_OF_LN_C = 0.25  # share below ln C from which a loss has plainly left chance
INITIAL_FACTOR = 1.5  # Karpathy's recipe checks the loss at init; heads at init stay within this
CHANCE_SAMPLES = 1000  # accuracies are taken on about so many samples: three standard errors
ACCURACY_GAP = 0.10  # AUTOTRAINER's overfitting gap between training and validation accuracy
SMALL_GAP = 0.03
LOSS_RATIO, SAME_RATIO = 1.5, 1.1  # validation / training loss: far above, alike
BETTER_RATIO = 0.95  # validation below training by more than noise
PERFECT, NOT_PERFECT = 0.98, 0.95
POOR, GOOD = 0.4, 0.8  # share of the way from chance to perfect
FEW_EPOCHS, MANY_EPOCHS = 5.0, 50.0
FEW_SAMPLES, MANY_SAMPLES = 1000.0, 50_000.0
FEW_PER_CLASS, MANY_PER_CLASS = 50.0, 1000.0

LIKELIHOODS = {"cross_entropy", "nll"}
CATEGORICAL = {"classification", "language_modelling", "sequence_labelling"}
MISFITS = {
    **dict.fromkeys(CATEGORICAL, {"mse", "l1", "huber", "bce", "bce_with_logits"}),
    "binary_classification": {"mse", "l1", "huber"},
    "multi_label": {"cross_entropy", "nll", "mse", "l1", "huber"},
    "regression": {"cross_entropy", "nll", "bce", "bce_with_logits", "hinge", "ctc", "dice"},
    "segmentation": {"mse", "l1", "huber", "ctc"},
}
FITS = {
    **dict.fromkeys(CATEGORICAL, {"cross_entropy", "nll"}),
    "binary_classification": {"bce", "bce_with_logits", "cross_entropy"},
    "multi_label": {"bce", "bce_with_logits"},
    "regression": {"mse", "l1", "huber"},
    "segmentation": {"cross_entropy", "dice", "bce_with_logits"},
}


def between(value: float, no: float, yes: float) -> bool | None:
    """True at or beyond `yes`, False at or before `no`, whichever of the two is larger."""
    if no < yes:
        return True if value >= yes else False if value <= no else None
    return True if value <= yes else False if value >= no else None


def is_negative(loss: float) -> bool:
    return loss < 0


def is_zero(loss: float) -> bool:
    return loss == 0


def loss_at_chance(loss: float, classes: float, function: str = "cross_entropy") -> bool | None:
    if classes < 2 or function not in LIKELIHOODS:
        return None
    away = abs(loss / log(classes) - 1)
    return between(away, CLEAR_OF_LN_C, NEAR_LN_C)


def initial_loss_far(epochs: float, loss: float, classes: float) -> bool | None:
    if epochs > 0 or classes < 2:
        return None
    return not log(classes) / INITIAL_FACTOR <= loss <= log(classes) * INITIAL_FACTOR


def chance(classes: float) -> float:
    return 1 / max(classes, 1.0)


def accuracy_at_chance(accuracy: float, classes: float) -> bool | None:
    if classes < 2:
        return None
    share = chance(classes)
    error = sqrt(share * (1 - share) / CHANCE_SAMPLES)
    return between(accuracy, share + 6 * error, share + 3 * error)


def _way(accuracy: float, classes: float) -> float:
    """How far from chance (0) to perfect (1)."""
    share = chance(classes) if classes >= 2 else 0.0
    return (accuracy - share) / (1 - share)


def accuracy_low(accuracy: float, classes: float = 10.0) -> bool | None:
    return between(_way(accuracy, classes), GOOD, POOR)


def near_perfect(accuracy: float) -> bool | None:
    return between(accuracy, NOT_PERFECT, PERFECT)


def validated(accuracy: float) -> bool | None:
    """A lower one is usual whatever is wrong, and tells nothing."""
    return near_perfect(accuracy) or None


def loss_gap(train: float, validation: float) -> bool | None:
    if train < 0 or validation < 0:
        return None
    return between(validation, SAME_RATIO * train, max(LOSS_RATIO * train, 1e-12))


def accuracy_gap(train: float, validation: float) -> bool | None:
    return between(train - validation, SMALL_GAP, ACCURACY_GAP)


def validation_better(train: float, validation: float) -> bool | None:
    if train < 0 or validation < 0:
        return None
    return between(validation, train, BETTER_RATIO * train)


def validation_more_accurate(train: float, validation: float) -> bool | None:
    return between(validation - train, 0.0, SMALL_GAP)


def alike_and_poor(train: float, validation: float, classes: float = 10.0) -> bool | None:
    if _way(train, classes) >= GOOD:
        return False
    alike = train - validation <= SMALL_GAP
    return True if alike and _way(train, classes) <= POOR else None


def losses_alike_and_poor(train: float, validation: float, classes: float) -> bool | None:
    if classes < 2 or train < 0:
        return None
    if validation >= LOSS_RATIO * train:
        return False
    poor = train >= (1 - POOR) * log(classes)
    return True if poor and validation <= SAME_RATIO * train else None


def only_validation_at_chance(train: float, validation: float, classes: float) -> bool | None:
    lost = accuracy_at_chance(validation, classes)
    return lost and _way(train, classes) > POOR if lost is not None else None


def test_worse(validation: float, test: float) -> bool | None:
    return between(validation - test, SMALL_GAP, ACCURACY_GAP)


def few_epochs(epochs: float) -> bool | None:
    return between(epochs, MANY_EPOCHS, FEW_EPOCHS)


def few_samples(samples: float, classes: float = 1.0) -> bool | None:
    each = samples / max(classes, 1.0)
    if samples <= FEW_SAMPLES or (classes >= 2 and each <= FEW_PER_CLASS):
        return True
    return False if samples >= MANY_SAMPLES and each >= MANY_PER_CLASS else None


def loss_misfits(function: str, task: str) -> bool | None:
    if function in MISFITS.get(task, ()):
        return True
    return False if function in FITS.get(task, ()) else None
