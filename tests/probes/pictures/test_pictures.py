"""Pictures hold what was uploaded, thinned so that no spike and no gap is lost."""

import json

import numpy as np
import pytest

from probes import pictures
from probes.batch import Batch, Column
from probes.formats.recognise import open_upload
from probes.pictures.training_curves import POINTS, thinned


@pytest.fixture
def history(tmp_path):
    path = tmp_path / "log.csv"
    rows = [f"{e},{2.0 / (e + 1)},{2.5 / (e + 1)},{0.1}" for e in range(30)]
    path.write_text("\n".join(["epoch,loss,val_loss,lr", *rows]))
    return open_upload(path)


def test_the_curves_of_a_log_are_drawn(history):
    drawn = pictures.draw_all({"history": history})["training_curves"]
    assert drawn["unit"] == "epoch"
    assert drawn["lines"]["train_loss"]["y"][0] == 2.0
    assert len(drawn["lines"]["learning_rate"]["x"]) == 30
    json.dumps(drawn, allow_nan=False)


def test_a_spike_and_a_gap_survive_the_thinning():
    y = np.ones(100_000)
    y[31_415], y[92_653] = 50.0, np.nan
    x, kept = thinned(np.arange(y.size, dtype=float), y)
    assert kept.size <= 2 * POINTS
    assert np.nanmax(kept) == 50.0 and x[np.nanargmax(kept)] == 31_415
    assert np.isnan(kept).sum() == 1


def test_classes_are_counted_and_features_measured():
    x = np.stack([np.linspace(0, 1, 50), np.linspace(0, 1000, 50)], axis=1)
    y = np.array([0] * 40 + [1] * 10)
    batch = Batch((Column("x", "input", "named", x), Column("y", "target", "named", y)))
    drawn = pictures.draw_all({"batch": batch})
    assert drawn["class_counts"] == {"names": ["0", "1"], "values": [40, 10], "uses": ["batch"]}
    assert drawn["feature_scales"]["names"] == ["1", "0"]
    ratio = drawn["feature_scales"]["values"][0] / drawn["feature_scales"]["values"][1]
    assert ratio == pytest.approx(1000)


def test_a_feature_that_shifted_stands_first():
    rng = np.random.default_rng(0)
    x, other = rng.normal(size=(60, 3)), rng.normal(size=(60, 3)) + [0, 5, 0]
    y = np.zeros(60, dtype=int)
    sets = {
        role: Batch((Column("x", "input", "named", data), Column("y", "target", "named", y)))
        for role, data in (("batch", x), ("validation_batch", other))
    }
    drawn = pictures.draw_all(sets)["feature_shifts"]
    assert drawn["names"][0] == "1"
    assert drawn["values"][0] > 3 > drawn["values"][1]


def test_nothing_is_drawn_of_nothing():
    assert pictures.draw_all({}) == {}
