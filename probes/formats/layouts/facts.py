"""The numbers that runs write beside their weights: epoch, step, best score, metrics, settings."""

import re
from dataclasses import dataclass, field

from probes.formats.layouts.parts import Parts, Path
from probes.formats.layouts.plain_values import Plainer, flat, number
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.values import Object, Table, TensorLike
from probes.formats.tidy_names import tidy

_EPOCH = re.compile(r"(current_|last_|start_|num_)?epochs?", re.I)
_STEP = re.compile(r"(global_|total_|num_)?(steps?|iters?|iterations?|updates|it|n_iter)", re.I)
_BEST = re.compile(r"best($|_\w*|[A-Z]\w*)|\w+_best", re.I)
MAX_METRICS = 200


@dataclass
class Facts:
    epoch: float | None = None
    step: float | None = None
    best: float | None = None
    best_name: str | None = None
    metrics: dict[str, float] = field(default_factory=dict)
    hyper_parameters: dict[str, object] = field(default_factory=dict)


def facts_of(parts: Parts, root: object, binder: Binder) -> Facts:
    facts, plainer = Facts(), Plainer()
    for path, value in parts.scalars.items():
        single = number(value, binder) if len(path) <= 3 else None
        if single is not None and isinstance(value, (int, float, TensorLike)):
            _record(facts, path, single)
    for value in parts.settings.values():
        _record_settings(facts, plainer.plain(value))
    if isinstance(root, Object) and not parts.modules:
        _record_settings(facts, plainer.plain(root))
    if isinstance(root, Table):
        for name, value in root.named.items():
            if isinstance(value, str) and len(value) <= 100:
                facts.hyper_parameters.setdefault(tidy(name), tidy(value))
    return facts


def _record(facts: Facts, path: Path, value: float) -> None:
    """Lightning keeps its best score deep inside callbacks; all else is taken near the root."""
    name = path[-1]
    if path[0] == "callbacks":
        if name == "best_model_score" and facts.best is None:
            facts.best, facts.best_name = value, "best_model_score"
        return
    if len(path) > 1:
        return
    if _EPOCH.fullmatch(name) and facts.epoch is None:
        facts.epoch = value
    elif _STEP.fullmatch(name) and facts.step is None:
        facts.step = value
    elif _BEST.fullmatch(name) and facts.best is None:
        facts.best, facts.best_name = value, tidy(name)
    elif len(facts.metrics) < MAX_METRICS:
        facts.metrics[tidy(name)] = value


def _record_settings(facts: Facts, values: object) -> None:
    """Settings of `args` and `hyper_parameters` keep their own names; of equal names the first."""
    for name, value in flat(values).items():
        facts.hyper_parameters.setdefault(name, value)
