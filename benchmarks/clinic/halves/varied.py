"""Runs drawn at random on data drawn at random, so that what is fitted hangs on no one's habits.

Data sets are its own. Architectures are those of the halves that may be fitted on.
"""

from collections.abc import Iterable

import numpy as np

from benchmarks.clinic.halves import spent, tuning
from benchmarks.clinic.ugly import UGLY, UGLY_SGD
from tests.clinic import patients
from tests.clinic.recipe import Recipe

COUNTS = {"clouds": 80, "surfaces": 50, "patterns": 50, "rhythms": 30, "phrases": 30}
RUNS_OF_A_FAULT = 16
RUNS_OF_TWO = 60
TOGETHER = (  # faults of which neither hides what the other does
    "class_imbalance", "data_leakage", "data_not_shuffled", "dead_relu", "double_softmax",
    "duplicate_samples", "eval_mode_missing", "frozen_layers", "gradient_clipping_too_tight",
    "inputs_not_normalised", "label_encoding_mismatch", "label_noise", "learning_rate_too_high",
    "learning_rate_too_low", "missing_zero_grad", "momentum_too_high", "over_regularised",
    "preprocessing_mismatch", "too_few_epochs", "too_little_data", "vanishing_gradient",
)  # fmt: skip
OF_ANY_CLASSES = (  # whatever the inputs are
    "batch_learning_rate_mismatch", "batch_too_small", "class_imbalance", "data_leakage",
    "data_not_shuffled", "double_softmax", "duplicate_samples", "exp_overflow", "frozen_layers",
    "gradient_bug", "gradient_clipping_too_tight", "label_encoding_mismatch", "label_misalignment",
    "label_noise", "learning_rate_decays_too_fast", "learning_rate_not_decayed",
    "learning_rate_too_high", "learning_rate_too_low", "log_of_zero", "missing_zero_grad",
    "momentum_too_high", "over_regularised", "overfitting", "too_few_epochs", "too_little_data",
    "trained_too_long", "validation_set_too_small", "wrong_loss_for_task",
)  # fmt: skip
NOT_HERE = ("labels_out_of_range",)  # it needs a binary loss, which no run here has
STEADY = ("clouds", "surfaces", "patterns")  # what a healthy run's odd habits are tried on
KINDS = {
    "clouds": ("mlp", "residual", "funnel"),
    "surfaces": ("mlp", "residual", "funnel"),
    "patterns": ("cnn", "resnet"),
    "rhythms": ("gru", "lstm"),
    "phrases": ("transformer", "prenorm", "bag"),
}
WIDTHS = {"clouds": (16, 128), "surfaces": (16, 96), "patterns": (6, 17), "rhythms": (12, 33),
          "phrases": (6, 13)}  # fmt: skip
RATES = {  # powers of ten, of Adam and of SGD
    "clouds": ((-3.0, -2.1), (-2.0, -1.0)),
    "surfaces": ((-3.0, -2.1), (-2.5, -1.6)),
    "patterns": ((-2.7, -2.0), (-1.7, -1.1)),
    "rhythms": ((-2.5, -1.9), (-1.3, -0.8)),
    "phrases": ((-2.8, -2.1), (-1.5, -1.0)),
}


def _drawn(family: str, number: int) -> Recipe:
    rng = np.random.default_rng([number, *family.encode()])

    def one_of(*options):
        return options[int(rng.integers(len(options)))]

    kind = one_of(*KINDS[family])
    sgd = rng.random() < 0.45
    batch, samples = one_of(16, 32, 32, 64, 128), int(rng.integers(350, 1200))
    steps = 10 ** rng.uniform(2.3, 2.8)
    low, high = WIDTHS[family]
    deepest = {"patterns": 4, "phrases": 3}.get(family, 5)
    images = family == "patterns"
    return Recipe(
        data=f"{family}-{number}", loss="mse" if family == "surfaces" else "cross_entropy",
        samples=samples, batch_size=batch, epochs=int(np.clip(steps * batch / samples, 8, 45)),
        network=kind, width=int(rng.integers(low, high)) * (2 if family == "phrases" else 1),
        depth=int(rng.integers(1 + images, deepest)),
        activation=one_of("relu", "relu", "leaky_relu", "gelu", "silu", "tanh"),
        batchnorm=bool(rng.random() < (0.4 if images else 0.12)),
        dropout=float(one_of(0, 0, 0, 0.1, 0.2, 0.35)),
        weight_decay=float(one_of(0, 0, 0, 1e-4, 1e-3, 1e-2 if not sgd else 1e-4)),
        optimizer="sgd" if sgd else one_of("adam", "adam", "adamw"),
        rate=float(10 ** rng.uniform(*RATES[family][sgd])),
        schedule=one_of("none", "none", "none", "cosine", "cosine", "step", "warmup"),
        accuracy_logged=bool(rng.random() < 0.85), rate_logged=bool(rng.random() < 0.75),
        every_step=bool(rng.random() < 0.15), seed=number,
    )  # fmt: skip


BASES = {f"{f}-{at}": _drawn(f, at) for f, count in COUNTS.items() for at in range(count)}


def _family(recipe: Recipe) -> str:
    """Of any half's recipe."""
    if recipe.loss == "mse":
        return "surfaces"
    return next(family for family, networks in KINDS.items() if recipe.network in networks)


def _fitting(cause: str) -> list[str]:
    """The bases like those that the fault's file names."""
    fault = patients.fault_of(cause)
    like = [tuning.BASES[b] for b in fault.TUNING] + [spent.BASES[b] for b in fault.SPENT]
    families = {_family(recipe) for recipe in like}
    if cause in OF_ANY_CLASSES:
        families |= {"rhythms", "phrases"}
    optimizers = {recipe.optimizer == "sgd" for recipe in like}
    return [
        name
        for name, recipe in BASES.items()
        if _family(recipe) in families and (recipe.optimizer == "sgd") in optimizers
    ]


Run = tuple[str, str, str]  # cause, base and strength


def _runs(causes: Iterable[str], start: tuple[int, ...] = ()) -> list[Run]:
    """One run of every fault, then the next of every fault."""
    rounds: list[list[Run]] = [[] for _ in range(RUNS_OF_A_FAULT)]
    for cause in causes:
        if cause not in NOT_HERE:
            rng = np.random.default_rng([*start, *cause.encode()])
            strengths = sorted(patients.fault_of(cause).STRENGTHS)
            for at, base in zip(rounds, rng.permutation(_fitting(cause)), strict=False):
                at.append((cause, str(base), strengths[int(rng.integers(len(strengths)))]))
    return [run for one in rounds for run in one]


def _pairs() -> list[tuple[str, str, str]]:
    """Two causes and a base on which both can be."""
    rng, found = np.random.default_rng(2), []
    while len(found) < RUNS_OF_TWO:
        one, other = (str(cause) for cause in rng.choice(TOGETHER, 2, replace=False))
        both = sorted({*_fitting(one)} & {*_fitting(other)})
        if both:
            found.append((one, other, str(rng.choice(both))))
    return found


def _odd() -> list[tuple[str, str, Recipe]]:
    """Name, base and recipe of a healthy run."""
    rng, found = np.random.default_rng(1), []
    for base, recipe in BASES.items():
        if base.partition("-")[0] in STEADY:
            changes = UGLY | UGLY_SGD if recipe.optimizer == "sgd" else UGLY
            change = str(rng.choice(sorted(changes)))
            if change == "fine_tuned_frozen" and recipe.depth < 2:
                continue  # nothing would be left to train
            found.append((f"{change}-{base}", base, changes[change](recipe)))
    return found


RUNS = _runs(patients.causes())
RUNS_IN_ANOTHER_FORM = _runs(patients.causes_with_another_form(), (1,))
PAIRS = _pairs()
HEALTHY = [(base, base, recipe) for base, recipe in BASES.items()] + _odd()
