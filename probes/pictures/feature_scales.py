"""How widely each feature of the batch spreads; of images, each channel."""

import numpy as np

from probes.batch import Batch

MOST_FEATURES = 60
LEAST_SAMPLES = 2


def draw(batch: Batch) -> dict[str, object]:
    """The standard deviation of each feature; the widest and the narrowest where there are many."""
    x = batch.x
    if (
        x.ndim not in (2, 4)
        or x.shape[0] < LEAST_SAMPLES
        or not np.issubdtype(x.dtype, np.floating)
    ):
        return {}
    finite = np.where(np.isfinite(x), x, np.nan).astype(np.float64)
    spread = np.nanstd(finite, axis=0 if x.ndim == 2 else (0, 2, 3))
    names = batch.feature_names if len(batch.feature_names) == spread.size else None
    order = np.argsort(-spread)
    if spread.size > MOST_FEATURES:
        order = np.concatenate([order[: MOST_FEATURES // 2], order[-MOST_FEATURES // 2 :]])
    return {
        "names": [names[place] if names else str(place) for place in order],
        "values": spread[order],
        "features": int(spread.size),
    }
