"""What can be tried on an upload, what each costs, and why the others cannot be tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from probes import experiments
from probes.experiments import try_fix
from probes.refusal import Refusal
from probes.shelf import Missing, load, names_in
from probes.trials import changes
from probes.trials.everything import TRY_FIX, everything


@dataclass(frozen=True)
class Offer:
    """`seconds` is measured on this model; None, with the reason's code, where it cannot be."""

    experiment: str
    fix: str | None = None
    seconds: float | None = None
    because: str | None = None


def offers(upload: Mapping[str, object]) -> list[Offer]:
    """Every experiment, and `try_fix` once for every fix. Takes a few training steps on copies."""
    given = {name: upload.get(name) for name in ("program", "batch", "checkpoint")}
    given["program"] = upload.get("model")
    lacking = next((name for name in ("model", "batch") if upload.get(name) is None), None)
    if lacking:
        return [Offer(name, fix, None, f"needs_{lacking}") for name, fix in everything()]
    others = [name for name in names_in(experiments) if name != TRY_FIX]
    found = [_offer(name, None, lambda name=name: load(experiments, name).price(**given))
             for name in others]  # fmt: skip
    return found + _fixes(given, upload.get("validation_batch"))


def _fixes(given: Mapping[str, object], validation: object) -> list[Offer]:
    names = names_in(changes)
    once = _offer(TRY_FIX, None, lambda: try_fix.price(**given))
    if once.because:
        return [Offer(TRY_FIX, fix, None, once.because) for fix in names]
    why_not = try_fix.why_not(**given, validation_batch=validation)
    return [
        Offer(TRY_FIX, fix, None if why_not[fix] else once.seconds, why_not[fix]) for fix in names
    ]


def _offer(experiment: str, fix: str | None, price: Callable[[], float]) -> Offer:
    try:
        return Offer(experiment, fix, round(price(), 2))
    except Missing as error:
        return Offer(experiment, fix, None, f"needs_{error.name}")
    except Refusal as error:
        return Offer(experiment, fix, None, error.code)
    except (RuntimeError, ValueError, MemoryError):  # of torch, on a batch that does not fit
        return Offer(experiment, fix, None, "model_does_not_run")
