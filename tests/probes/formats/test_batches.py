"""Batches of every format, with the roles that their names and shapes suggest."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from probes.batch import Batch, target_kind
from probes.checkpoint import Checkpoint
from probes.formats import npy
from probes.formats.recognise import open_upload
from probes.refusal import Refusal

X, Y = np.random.default_rng(0).normal(size=(12, 3, 4, 4)), np.arange(12) % 4


def saved(tmp_path: Path, **arrays: np.ndarray) -> Batch:
    np.savez(tmp_path / "batch.bin", **arrays)
    return open_upload(tmp_path / "batch.bin.npz")


@pytest.mark.parametrize(
    ("x_name", "y_name"),
    [
        ("x", "y"),
        ("inputs", "labels"),
        ("data", "target"),
        ("images", "gt"),
        ("X_train", "y_train"),
    ],
)
def test_usual_names_are_understood(tmp_path, x_name, y_name):
    batch = saved(tmp_path, **{y_name: Y, x_name: X})
    assert np.array_equal(batch.x, X)
    assert np.array_equal(batch.y, Y)
    assert {column.because for column in batch.columns} == {"named"}
    assert batch.target_kind == "class_ids"


def test_unnamed_arrays_are_told_apart_by_rank(tmp_path):
    np.savez(tmp_path / "b.npz", Y, X)
    batch = open_upload(tmp_path / "b.npz")
    assert np.array_equal(batch.x, X)
    assert [column.because for column in batch.columns] == ["rank", "rank"]


def test_a_person_can_correct_a_role(tmp_path):
    batch = saved(tmp_path, x=X, y=Y).with_role("y", "other")
    assert batch.y is None
    assert batch.columns[1].because == "said"
    with pytest.raises(Refusal, match="batch_column_unknown"):
        batch.with_role("z", "input")


def test_several_inputs_keep_their_names(tmp_path):
    ids = np.arange(24).reshape(4, 6)
    batch = saved(tmp_path, input_ids=ids, attention_mask=np.ones_like(ids), labels=np.arange(4))
    assert list(batch.inputs) == ["input_ids", "attention_mask"]
    assert list(batch.targets) == ["labels"]


def test_held_out_arrays_are_left_aside(tmp_path):
    batch = saved(tmp_path, x_train=X, y_train=Y, x_test=X[:2], y_test=Y[:2])
    assert list(batch.inputs) == ["x_train"]
    assert list(batch.targets) == ["y_train"]


def test_different_numbers_of_samples_are_refused(tmp_path):
    with pytest.raises(Refusal, match="batch_lengths_differ"):
        saved(tmp_path, x=X, y=Y[:5])


def test_object_arrays_are_refused(tmp_path):
    np.savez(tmp_path / "b.npz", x=np.array([{}, []], dtype=object), y=np.arange(2))
    with pytest.raises(Refusal, match="npy_holds_objects"):
        open_upload(tmp_path / "b.npz")


def test_compressed_and_fortran_arrays_are_equal(tmp_path):
    np.savez_compressed(tmp_path / "b.npz", x=np.asfortranarray(X), y=Y.astype(">i4"))
    batch = open_upload(tmp_path / "b.npz")
    assert np.array_equal(batch.x, X)
    assert np.array_equal(batch.y, Y)


def test_layers_in_an_npz_are_weights(tmp_path):
    checkpoint = saved(tmp_path, **{"dense.kernel": np.ones((3, 4)), "dense.bias": np.ones(4)})
    assert isinstance(checkpoint, Checkpoint)
    assert list(checkpoint.weights) == ["dense.kernel", "dense.bias"]


def test_npy_alone_as_pair_and_zipped(tmp_path):
    np.save(tmp_path / "x.npy", X)
    np.save(tmp_path / "y.npy", Y)
    assert np.array_equal(open_upload(tmp_path / "x.npy").x, X)
    assert np.array_equal(npy.read_pair(tmp_path / "x.npy", tmp_path / "y.npy").y, Y)
    with zipfile.ZipFile(tmp_path / "pair.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "x.npy", "val/x.npy")
        archive.write(tmp_path / "y.npy", "val/y.npy")
    pair = open_upload(tmp_path / "pair.zip")
    assert np.array_equal(pair.x, X)
    assert np.array_equal(pair.y, Y)


def test_safetensors_hold_batches_and_weights(tmp_path):
    save_file({"x": X, "y": Y}, tmp_path / "b.safetensors")
    assert isinstance(open_upload(tmp_path / "b.safetensors"), Batch)
    save_file({"l.10.w": X, "l.9.w": X}, tmp_path / "w.safetensors")
    weights = open_upload(tmp_path / "w.safetensors").weights
    assert list(weights) == ["l.9.w", "l.10.w"]
    assert np.array_equal(weights["l.9.w"].raw, X)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_a_batch_with_its_last_column_as_target(tmp_path, delimiter):
    rows = [["a", "b", "species"], *([i, i / 2, "xyz"[i % 3]] for i in range(30))]
    text = "\n".join(delimiter.join(map(str, row)) for row in rows) + "\n"
    (tmp_path / "t.csv").write_text(text)
    batch = open_upload(tmp_path / "t.csv")
    assert batch.x.shape == (30, 2)
    assert batch.feature_names == ("a", "b")
    assert batch.y.tolist()[:4] == [0, 1, 2, 0]
    assert batch.target_kind == "class_ids"


def test_a_named_target_column_wins_and_gaps_are_nan(tmp_path):
    (tmp_path / "t.csv").write_text("label,a,b\n" + "1,2,\n0,4,5\n" * 10)
    batch = open_upload(tmp_path / "t.csv")
    assert batch.feature_names == ("a", "b")
    assert np.isnan(batch.x[0, 1])
    assert batch.y.tolist()[:2] == [1, 0]


def test_text_among_the_features_is_named_by_its_place(tmp_path):
    (tmp_path / "t.csv").write_text("a,b,y\n" + "1,2,0\n" * 30 + "1,red,0\n")
    with pytest.raises(Refusal) as refused:
        open_upload(tmp_path / "t.csv")
    assert refused.value.code == "table_holds_text"
    assert refused.value.numbers == {"row": 32, "column": 2}


@pytest.mark.parametrize(
    ("y", "kind"),
    [
        (np.array([0, 2, 1]), "class_ids"),
        (np.array([[0], [2], [1]]), "class_ids"),
        (np.array([0.0, 1.0, 1.0]), "binary"),
        (np.eye(3), "one_hot"),
        (np.array([[1, 1, 0], [0, 0, 0]]), "multi_label"),
        (np.array([0.1, 2.5]), "real"),
        (np.array([[0.1, 2.5]]), "real"),
        (np.array([200000.0, 310000.0, 250000.0, 120000.0]), "real"),
        (np.array([[5, 9, 2], [3, 2, 7]]), "sequence"),
        (np.zeros((2, 4, 4), np.int64) + 3, "class_map"),
        (None, "none"),
    ],
)
def test_the_kind_of_targets_is_known_by_their_values(y, kind):
    assert target_kind(y) == kind


def test_a_batch_of_bfloat16_is_readable(tmp_path):
    torch.save({"x": torch.randn(4, 3).bfloat16(), "y": torch.arange(4)}, tmp_path / "b.pt")
    assert open_upload(tmp_path / "b.pt").x.dtype == np.float32
