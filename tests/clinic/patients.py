"""Who is in the clinic: healthy recipes, also ugly ones, and faults put into them."""

import pkgutil
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType

from tests.clinic import faults, other_forms
from tests.clinic.recipe import Recipe

STRONG = "strong"
CNN = {"data": "digit_images", "network": "cnn", "width": 16, "epochs": 15, "rate": 3e-3}

HEALTHY: dict[str, Recipe] = {
    "digits": Recipe(),
    "digits_sgd": Recipe(optimizer="sgd", rate=0.05, history="jsonl"),
    "cnn": Recipe(**CNN, history="keras"),
    "cnn_batchnorm": Recipe(**CNN, batchnorm=True, history="tensorboard"),
    "cancer": Recipe(data="cancer", width=16, weight_decay=0.01, epochs=20, history="text"),
    "wine": Recipe(data="wine", width=16, rate=3e-3, batch_size=16, epochs=20, history="chinese"),
    "friedman": Recipe(data="friedman", loss="mse", rate=3e-3, width=32, history="csv"),
    "spirals": Recipe(data="spirals", rate=5e-3, epochs=60, batch_size=64, history="lightning"),
    "shapes": Recipe(data="shapes", network="cnn", width=8, rate=1e-2, history="trainer_state"),
    "gru": Recipe(data="waves", network="gru", width=24, rate=5e-3, epochs=15, history="jsonl"),
    "transformer": Recipe(
        data="tokens", network="transformer", width=16, depth=1, rate=3e-3, epochs=10
    ),
    "steps": Recipe(every_step=True, epochs=15, schedule="cosine", rate=3e-3, history="lightning"),
    # ugly, but nothing is wrong
    "high_dropout": Recipe(dropout=0.5, width=128, epochs=30, rate=2e-3),
    "noisy_small_batches": Recipe(
        every_step=True, batch_size=8, optimizer="sgd", rate=0.01, epochs=8, history="jsonl"
    ),
    "stopped_early": Recipe(epochs=60, stop_early=4, rate=3e-3, history="keras"),
    "warm_restarts": Recipe(schedule="restarts", rate=5e-3, epochs=30),
    "fine_tuned_frozen": Recipe(
        pretrained_epochs=3, frozen=2, rate=3e-3, epochs=12, history="text"
    ),
    "step_schedule": Recipe(optimizer="sgd", rate=0.05, schedule="step", epochs=30),
    "warmup": Recipe(every_step=True, schedule="warmup", rate=3e-3, history="trainer_state"),
    "augmented": Recipe(augmentation=0.6, width=128, epochs=30, history="tensorboard"),
}


@dataclass(frozen=True)
class Patient:
    """`causes` are the faults at work, none for a healthy one; `other`: each in its other form."""

    name: str
    recipe: Recipe
    causes: tuple[str, ...] = ()
    strength: str = ""
    base: str = ""
    other: bool = False

    @property
    def cause(self) -> str | None:
        return self.causes[0] if self.causes else None


def healthy(base: str = "digits", seed: int = 0) -> Patient:
    return Patient(base, replace(HEALTHY[base], seed=seed), base=base)


def sick(cause: str, base: str | None = None, seed: int = 0, strength: str = STRONG) -> Patient:
    """Without a base the first of those that the fault makes ill."""
    base = base or bases(cause)[0]
    return infected(base, replace(HEALTHY[base], seed=seed), (cause,), strength)


def infected(
    base: str, recipe: Recipe, faulty: tuple[str, ...], strength: str = STRONG, other: bool = False
) -> Patient:
    recipe = twin(recipe, faulty, strength, other)
    for cause in faulty:
        fault = fault_of(cause, other)
        recipe = fault.inject(recipe, fault.STRENGTHS[strength])
    return Patient(f"{'+'.join(faulty)}-{base}", recipe, faulty, strength, base, other)


def twin(
    recipe: Recipe, faulty: tuple[str, ...], strength: str = STRONG, other: bool = False
) -> Recipe:
    """What the run would be without the faults: a fault may need a setting to show itself in."""
    for cause in faulty:
        fault = fault_of(cause, other)
        if hasattr(fault, "prepare"):
            recipe = fault.prepare(recipe, fault.STRENGTHS[strength])
    return recipe


def causes() -> list[str]:
    return _names(faults)


def causes_with_another_form() -> list[str]:
    return _names(other_forms)


def _names(folder: ModuleType) -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(folder.__path__))


def bases(cause: str) -> tuple[str, ...]:
    """The recipes of the tests that the fault makes ill."""
    return getattr(fault_of(cause), "BASES", ())


def accepts(cause: str) -> frozenset[str]:
    """The cause ids that count as right: the fault's own and those that nobody could tell apart."""
    return frozenset({cause, *getattr(fault_of(cause), "ACCEPTS", ())})


def accepted(patient: Patient) -> frozenset[str]:
    """What counts as right for any of its faults."""
    found = frozenset().union(*map(accepts, patient.causes))
    for cause in patient.causes if patient.other else ():
        found |= frozenset(getattr(fault_of(cause, other=True), "ACCEPTS", ()))
    return found


def fault_of(cause: str, other: bool = False) -> ModuleType:
    return import_module(f"{(other_forms if other else faults).__name__}.{cause}")
