"""How many samples of each class the batch holds."""

import numpy as np

from probes.batch import Batch

MOST_CLASSES = 200


def draw(batch: Batch) -> dict[str, object]:
    if batch.y is None or batch.target_kind not in ("class_ids", "binary", "one_hot"):
        return {}
    labels = batch.y
    if batch.target_kind == "one_hot":
        labels = labels.argmax(axis=1)
    classes, counts = np.unique(labels.ravel(), return_counts=True)
    if classes.size > MOST_CLASSES:
        return {}
    return {"names": [f"{label:g}" for label in classes], "values": counts}
