"""Keras files, laid out as Keras 2 and 3 write them, give weights, layers and optimizer state."""

import io
import json
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest

from probes.formats.recognise import open_upload

RNG = np.random.default_rng(0)
LAYERS = [
    {"class_name": "InputLayer", "config": {"name": "input_layer"}},
    {"class_name": "Dense", "config": {"name": "mine", "units": 8, "activation": "relu"}},
    {"class_name": "BatchNormalization", "config": {"name": "norm", "momentum": 0.99}},
    {"class_name": "Dropout", "config": {"name": "drop", "rate": 0.3}},
    {"class_name": "Dense", "config": {"name": "head", "units": 3, "activation": "softmax"}},
]
MODEL = {"class_name": "Sequential", "config": {"name": "sequential", "layers": LAYERS}}
COMPILED = {
    "loss": "sparse_categorical_crossentropy",
    "optimizer": {
        "class_name": "Adam",
        "config": {"learning_rate": 0.002, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7},
    },
}
SHAPES = {
    "mine.kernel": (6, 8),
    "mine.bias": (8,),
    "norm.gamma": (8,),
    "norm.beta": (8,),
    "norm.moving_mean": (8,),
    "norm.moving_variance": (8,),
    "head.kernel": (8, 3),
    "head.bias": (3,),
}
FOLDERS = {"mine": "dense", "norm": "batch_normalization", "head": "dense_1"}
WEIGHTS = {name: RNG.normal(size=shape).astype("f4") for name, shape in SHAPES.items()}
TRAINABLE = [name for name in SHAPES if "moving" not in name]
MOMENTS = {
    name: (RNG.normal(size=SHAPES[name]), RNG.normal(size=SHAPES[name]) ** 2) for name in TRAINABLE
}


def assert_read(checkpoint) -> None:
    assert list(checkpoint.weights) == list(SHAPES)
    for name, array in WEIGHTS.items():
        assert np.array_equal(checkpoint.weights[name].raw, array)
    assert checkpoint.buffers == {"norm.moving_mean", "norm.moving_variance"}
    assert checkpoint.modules["drop"] == "Dropout"
    assert checkpoint.settings["drop"]["rate"] == 0.3
    assert checkpoint.hyper_parameters["loss"] == "sparse_categorical_crossentropy"
    assert checkpoint.optimizer.kind == "adam"
    assert checkpoint.optimizer.setting("lr") == 0.002
    assert checkpoint.optimizer.groups[0]["betas"] == [0.9, 0.999]


def assert_moments(checkpoint) -> None:
    for name, (mean, square) in MOMENTS.items():
        state = checkpoint.optimizer.of(name)
        assert state.step == 40
        assert np.allclose(state.tensors["exp_avg"].array(), mean)
        assert np.allclose(state.tensors["exp_avg_sq"].array(), square)


def test_a_keras_3_archive_is_read_with_its_moments(tmp_path):
    file = io.BytesIO()
    with h5py.File(file, "w") as archive:
        counts: dict[str, int] = {}
        for name, array in WEIGHTS.items():
            folder = FOLDERS[name.split(".")[0]]
            place = counts.get(folder, 0)
            counts[folder] = place + 1
            archive[f"layers/{folder}/vars/{place}"] = array
        slots = [np.int64(40), np.float32(0.002), *(m for pair in MOMENTS.values() for m in pair)]
        for place, slot in enumerate(slots):
            archive[f"optimizer/vars/{place}"] = slot
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", "{}")
        archive.writestr("config.json", json.dumps({**MODEL, "compile_config": COMPILED}))
        archive.writestr("model.weights.h5", file.getvalue())
    checkpoint = open_upload(path)
    assert_read(checkpoint)
    assert_moments(checkpoint)
    assert checkpoint.optimizer.matched_by == "order"


@pytest.mark.parametrize("interleaved", [True, False])
def test_a_legacy_h5_is_read_in_the_order_of_its_attributes(tmp_path, interleaved):
    """Keras 3 writes m0, v0, m1, v1; Keras 2 all m, then all v."""
    path = tmp_path / "model.h5"
    firsts, seconds = zip(*MOMENTS.values(), strict=True)
    moments = [m for pair in MOMENTS.values() for m in pair] if interleaved else firsts + seconds
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(MODEL)
        file.attrs["training_config"] = json.dumps(
            {"loss": COMPILED["loss"], "optimizer_config": COMPILED["optimizer"]}
        )
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [b"mine", b"norm", b"drop", b"head"]
        for layer in ("mine", "norm", "drop", "head"):
            own = [name for name in WEIGHTS if name.startswith(f"{layer}.")]
            inner = group.create_group(layer)
            inner.attrs["weight_names"] = [f"{n.replace('.', '/')}:0".encode() for n in own]
            for name in own:
                inner[f"{name.replace('.', '/')}:0"] = WEIGHTS[name]
        slots = file.create_group("optimizer_weights")
        names = ["iterations:0", *(f"Variable_{i}:0" for i in range(len(moments)))]
        slots.attrs["weight_names"] = [name.encode() for name in names]
        for name, array in zip(names, [np.int64(40), *moments], strict=True):
            slots[name] = array
    checkpoint = open_upload(path)
    assert_read(checkpoint)
    assert_moments(checkpoint)


def test_slots_in_no_order_are_not_claimed_for_any_weight(tmp_path):
    path = tmp_path / "model.h5"
    with h5py.File(path, "w") as file:
        file.attrs["training_config"] = json.dumps({"optimizer_config": COMPILED["optimizer"]})
        file["model_weights/a/kernel:0"] = np.ones((2, 3))
        file["model_weights/a/bias:0"] = np.ones(3)
        for place, shape in enumerate([(2, 3), (3,), (3,), (2, 3)]):
            file[f"optimizer_weights/Variable_{place}:0"] = np.ones(shape)
    optimizer = open_upload(path).optimizer
    assert optimizer.matched_by == "none"
    assert not any(state.tensors for state in optimizer.parameters)


def test_contiguous_weights_are_views_into_the_file(tmp_path):
    path = Path(tmp_path / "w.h5")
    with h5py.File(path, "w") as file:
        file["layer/w"] = WEIGHTS["mine.kernel"]
        file.create_dataset("layer/packed", data=np.ones((100, 10)), compression="gzip")
    weights = open_upload(path).weights
    assert not weights["layer.w"].raw.flags.owndata
    assert weights["layer.packed"].raw.sum() == 1000
