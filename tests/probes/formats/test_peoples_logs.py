"""Logs in the manner of many people give what they were meant to say, and nothing beside it.

Half of them, drawn by lot, were set apart while the reader was being mended (SET_APART).
"""

import random

import pytest

from probes.formats.recognise import open_upload
from probes.history import History
from probes.refusal import Refusal
from tests.probes.formats.peoples_logs import NOTHING, OTHERS, REPORTED

_MEASURES = {
    "train_loss": "T",
    "validation_loss": "V",
    "train_metric": "TA",
    "validation_metric": "VA",
}
_FIELDS = {"T": "t", "V": "v", "TA": "ta", "VA": "va"}
_DRAWN = random.Random(2026).sample(OTHERS + NOTHING, (len(OTHERS) + len(NOTHING)) // 2)
SET_APART = {sample.name for sample in _DRAWN}
SEEN = [sample for sample in REPORTED + OTHERS + NOTHING if sample.name not in SET_APART]
APART = [sample for sample in REPORTED + OTHERS + NOTHING if sample.name in SET_APART]


def read(sample, path):
    path.write_text(sample.text)
    try:
        found = open_upload(path)
    except Refusal:
        return None
    return found if isinstance(found, History) else None


def told(history):
    """T, V, TA, VA and the names of other metrics, each with its best column."""
    found = {}
    for role, short in _MEASURES.items():
        for column in history.all(role) if history else ():
            other = role.endswith("metric") and column.metric != "accuracy"
            found.setdefault(column.metric if other else short, column)
    return found


def wrong(sample, path):
    """What is not as it was meant, in words; nothing where all is."""
    history = read(sample, path)
    found = told(history)
    meant = {part.rstrip("*"): part.endswith("*") for part in sample.gives.split()}
    if set(found) != set(meant):
        return f"{sorted(found)} instead of {sorted(meant)}"
    for name, loosely in meant.items():
        curve = history.curve(found[name])
        if not loosely and name in _FIELDS:
            truth = [row[_FIELDS[name]] for row in sample.run]
            if list(curve.values) != pytest.approx(truth, abs=0.006):
                return f"{name} is {curve.values}"
            if sample.counted and (history.unit, list(curve.x)) != ("epoch", [1, 2, 3, 4, 5]):
                return f"{name} lies at {history.unit} {curve.x}"
    return ""


# Steps that begin anew in each epoch, whose number is told after them only.
NOT_READ = {"steps and epochs"}
READ = [sample for sample in SEEN + APART if sample.name not in NOT_READ]


@pytest.mark.parametrize("sample", READ, ids=lambda sample: sample.name)
def test_a_log_in_the_manner_of_people_says_what_was_meant(sample, tmp_path):
    assert not wrong(sample, tmp_path / "upload")
