"""Losses, accuracies, the rate and the gradient norm over the run, thinned to what a plot shows."""

import numpy as np

from probes.history import Curve, History

POINTS = 400  # a plot is hardly wider in pixels
SHOWN = {
    "train_loss": ("train_loss", None),
    "validation_loss": ("validation_loss", None),
    "train_accuracy": ("train_metric", "accuracy"),
    "validation_accuracy": ("validation_metric", "accuracy"),
    "learning_rate": ("learning_rate", None),
    "gradient_norm": ("gradient_norm", None),
}


def draw(history: History) -> dict[str, object]:
    """`lines`: name -> {x, y}; a value that is not finite becomes None, a gap in the line."""
    lines = {}
    for name, (role, metric) in SHOWN.items():
        curve = _curve(history, role, metric)
        if curve.values.size > 1:
            x, y = thinned(curve.x, curve.values)
            lines[name] = {"x": x, "y": y}
    return {"unit": history.unit, "lines": lines} if lines else {}


def _curve(history: History, role: str, metric: str | None) -> Curve:
    if metric is None:
        return history.series(role)
    return history.metric(metric, "train" if role.startswith("train") else "validation")


def thinned(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and the highest of each stretch, so that no spike and no gap is lost."""
    if x.size <= POINTS:
        return x, y
    keep = {0, x.size - 1}
    for part in np.array_split(np.arange(x.size), POINTS // 2):
        values = y[part]
        broken = part[~np.isfinite(values)]
        finite = part[np.isfinite(values)]
        keep.update(map(int, broken[:1]))
        if finite.size:
            keep |= {int(finite[y[finite].argmin()]), int(finite[y[finite].argmax()])}
    kept = np.array(sorted(keep))
    return x[kept], y[kept]
