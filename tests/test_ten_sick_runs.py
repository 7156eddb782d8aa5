"""Runs of scikit-learn's digits, sick in ten ways and once healthy, told from what people keep.

History, checkpoint and batches only, through the command line as a person would call it.
"""

import json

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.clinic import patients, ward

TEN = (
    "learning_rate_too_high", "learning_rate_too_low", "overfitting", "double_softmax",
    "data_not_shuffled", "vanishing_gradient", "zero_or_constant_init", "preprocessing_mismatch",
    "class_imbalance", "dead_relu",
)  # fmt: skip
AT_LEAST = 8


def diagnosed(patient):
    folder = ward.train(patient)
    files = [str(ward.history_file(folder)), str(folder / "checkpoint.pt")]
    batches = [
        "--batch",
        folder / "batch.npz",
        "--validation-batch",
        folder / "validation_batch.npz",
    ]
    answer = CliRunner().invoke(main, ["diagnose", *files, *map(str, batches), "--json"])
    return json.loads(answer.stdout), answer.exit_code


@pytest.fixture(scope="module")
def leading():
    found = {}
    for cause in TEN:
        base = next(name for name in patients.bases(cause) if name.startswith("digits"))
        shown, _ = diagnosed(patients.sick(cause, base))
        harmful = [entry["id"] for entry in shown["causes"] if not entry["benign"]]
        found[cause] = harmful[0] if harmful else None
    return found


def test_at_least_eight_of_ten_causes_are_named_first(leading):
    right = [cause for cause, first in leading.items() if first in patients.accepts(cause)]
    assert len(right) >= AT_LEAST, leading


def test_the_healthy_run_is_called_healthy():
    shown, code = diagnosed(patients.healthy("digits"))
    assert code == 0
    assert shown["healthy_probability"] > 0.5
