"""torch.save files in both containers are read to the same numbers that torch.load gives."""

import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from probes.batch import Batch
from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats.recognise import open_upload
from probes.refusal import Refusal
from tests.probes.formats import written_checkpoints as written


def saved(tmp_path: Path, content: object, legacy: bool = False, name: str = "any.bin") -> Path:
    path = tmp_path / name
    torch.save(content, path, _use_new_zipfile_serialization=not legacy)
    return path


def opened(tmp_path: Path, content: object, legacy: bool = False) -> Checkpoint:
    checkpoint = open_upload(saved(tmp_path, content, legacy))
    assert isinstance(checkpoint, Checkpoint)
    return checkpoint


def assert_same(stored: StoredTensor, tensor: torch.Tensor) -> None:
    tensor = tensor.detach()
    assert stored.shape == tuple(tensor.shape)
    assert f"torch.{stored.dtype}" == str(tensor.dtype)
    if tensor.dtype == torch.bfloat16:
        tensor = tensor.float()
        assert np.array_equal(stored.array(), tensor.numpy())
    else:
        assert np.array_equal(stored.raw, tensor.numpy())


@pytest.mark.parametrize("legacy", [False, True])
def test_every_number_type_and_layout_reads_as_torch_reads_it(tmp_path, legacy):
    tensors = written.of_every_type()
    if legacy:  # old files cannot hold these
        tensors = {name: t for name, t in tensors.items() if name not in ("u16", "u32")}
    checkpoint = opened(tmp_path, {"state_dict": tensors}, legacy)
    loaded = torch.load(tmp_path / "any.bin", weights_only=True)["state_dict"]
    assert list(checkpoint.weights) == list(tensors)
    for name, stored in checkpoint.weights.items():
        assert_same(stored, loaded[name])


def test_tensors_without_plain_numbers_are_named_and_not_measured(tmp_path):
    tensors = {"w": torch.ones(2, 2), **written.not_measured()}
    checkpoint = opened(tmp_path, tensors)
    assert list(checkpoint.weights) == list(tensors)
    unread = {name: t.unreadable for name, t in checkpoint.weights.items() if not t.readable}
    assert unread == {
        "fp8": "float8",
        "quantised": "quantised",
        "sparse": "sparse",
        "csr": "sparse",
        "meta": "meta",
        "expanded": "expanded",
    }
    assert checkpoint.weights["fp8"].shape == (4, 6)
    assert checkpoint.weights["quantised"].shape == (4, 6)
    assert checkpoint.weights["sparse"].shape == (4, 6)
    assert ("tensors_not_measured", 6) in [(c, n.get("count")) for c, n in checkpoint.notes]


def test_numbers_are_views_into_the_mapped_file(tmp_path):
    stored = opened(tmp_path, {"w": torch.randn(100, 100), "b": torch.ones(3)}).weights["w"]
    assert stored.array().base is not None
    assert not stored.array().flags.writeable
    assert stored.array() is stored.raw


@pytest.mark.parametrize("legacy", [False, True])
def test_everything_scripts_save_beside_the_weights_is_survived(tmp_path, legacy):
    model = written.network()
    content = {"model": model.state_dict(), **written.extras()}
    checkpoint = opened(tmp_path, content, legacy)
    assert list(checkpoint.weights) == list(model.state_dict())
    assert (checkpoint.epoch, checkpoint.step, checkpoint.best) == (7, 420, 0.875)
    assert checkpoint.metrics["loss"] == 0.5
    assert checkpoint.hyper_parameters["lr"] == 0.01
    assert checkpoint.hyper_parameters["nested.depth"] == 2
    assert ("weights_found_at", {"path": "model"}) in checkpoint.notes


def test_each_extra_alone_harms_nothing(tmp_path):
    weights = {"w": torch.ones(2, 3), "b": torch.ones(2)}
    for name, value in written.extras().items():
        checkpoint = opened(tmp_path, {"state_dict": weights, name: value})
        assert list(checkpoint.weights) == ["w", "b"], name


def test_batchnorm_statistics_and_counters_are_buffers(tmp_path):
    model = written.network()
    checkpoint = opened(tmp_path, model.state_dict())
    assert checkpoint.buffers == {name for name, _ in model.named_buffers()}
    assert list(checkpoint.parameters) == [name for name, _ in model.named_parameters()]


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "module._orig_mod."])
def test_prefixes_of_wrappers_are_removed_and_told(tmp_path, prefix):
    model = written.network()
    state = {f"{prefix}{name}": value for name, value in model.state_dict().items()}
    checkpoint = opened(tmp_path, state)
    assert list(checkpoint.weights) == list(model.state_dict())
    assert {n["prefix"] for c, n in checkpoint.notes if c == "prefix_removed"} <= {
        "module.",
        "_orig_mod.",
    }
    assert any(code == "prefix_removed" for code, _ in checkpoint.notes)


def test_a_module_named_module_in_the_middle_keeps_its_name(tmp_path):
    state = {"a.module.w": torch.ones(2, 2), "b.w": torch.ones(2)}
    assert list(opened(tmp_path, state).weights) == list(state)


def test_an_ema_copy_is_a_copy_and_not_the_model(tmp_path):
    model, ema = written.network(), written.network()
    with torch.no_grad():
        ema[0].weight.add_(1)
    content = {"ema_state_dict": ema.state_dict(), "model_state_dict": model.state_dict()}
    checkpoint = opened(tmp_path, content)
    assert np.array_equal(checkpoint.weights["0.weight"].raw, model[0].weight.detach().numpy())
    copy = checkpoint.copies["ema_state_dict"]
    assert np.array_equal(copy["0.weight"].raw, ema[0].weight.detach().numpy())


def test_the_best_weights_beside_the_last_ones_are_a_copy(tmp_path):
    state = written.network().state_dict()
    checkpoint = opened(tmp_path, {"best_model": state, "model": written.network().state_dict()})
    assert list(checkpoint.copies) == ["best_model"]
    assert list(checkpoint.weights) == list(state)


def test_models_side_by_side_keep_their_names_in_front(tmp_path):
    content = {
        "generator": {"fc.weight": torch.ones(2, 3), "fc.bias": torch.ones(2)},
        "discriminator": {"fc.weight": torch.ones(1, 2), "fc.bias": torch.ones(1)},
    }
    names = list(opened(tmp_path, content).weights)
    assert names == [
        "generator.fc.weight",
        "generator.fc.bias",
        "discriminator.fc.weight",
        "discriminator.fc.bias",
    ]


def test_weights_deep_inside_nested_dicts_are_found(tmp_path):
    content = {"run": {"stage": {"inner": {"model": {"w": torch.ones(2, 2), "b": torch.ones(2)}}}}}
    checkpoint = opened(tmp_path, content)
    assert list(checkpoint.weights) == ["w", "b"]
    assert ("weights_found_at", {"path": "run.stage.inner.model"}) in checkpoint.notes


def test_tied_weights_share_their_storage(tmp_path):
    embedding = nn.Embedding(5, 4)
    head = nn.Linear(4, 5, bias=False)
    head.weight = embedding.weight
    checkpoint = opened(tmp_path, nn.ModuleDict({"e": embedding, "h": head}).state_dict())
    assert checkpoint.weights["e.weight"].same_memory(checkpoint.weights["h.weight"])


@pytest.mark.parametrize("legacy", [False, True])
def test_a_whole_module_gives_classes_settings_and_weights(tmp_path, legacy):
    model = written.network()
    model[0].weight.requires_grad_(False)
    checkpoint = opened(tmp_path, model, legacy)
    for name, tensor in model.state_dict().items():
        assert_same(checkpoint.weights[name], tensor)
    assert list(checkpoint.weights) == list(model.state_dict())
    assert checkpoint.modules["1"] == "BatchNorm1d"
    assert checkpoint.settings["1"]["momentum"] == 0.1
    assert checkpoint.settings["0"]["in_features"] == 6
    assert checkpoint.weights["0.weight"].requires_grad is False
    assert checkpoint.weights["3.weight"].requires_grad is True
    assert checkpoint.buffers == {name for name, _ in model.named_buffers()}


def test_a_pickled_module_and_optimizer_object_belong_together(tmp_path):
    model, optimizer = written.trained()
    checkpoint = opened(tmp_path, {"model": model, "optimizer": optimizer, "epoch": 2})
    assert checkpoint.optimizer.kind == "adam"
    assert checkpoint.optimizer.matched_by == "name"
    state = checkpoint.optimizer.of("3.weight")
    assert np.array_equal(
        state.tensors["exp_avg"].array(), optimizer.state[model[3].weight]["exp_avg"].numpy()
    )


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
def test_plain_pickles_of_arrays_read_in_every_protocol(tmp_path, protocol):
    rng = np.random.default_rng(0)
    arrays = {"w1": rng.normal(size=(3, 4)), "b1": rng.normal(size=4).astype(np.float32)}
    path = tmp_path / "weights.pkl"
    path.write_bytes(pickle.dumps({"params": arrays, "epoch": 3}, protocol))
    if protocol == 0:  # its text escapes need a codec: refused or read, never wrong
        try:
            found = open_upload(path).weights
        except Refusal:
            return
    else:
        found = open_upload(path).weights
    for name, array in arrays.items():
        assert np.array_equal(found[name].raw, array)


def test_fortran_order_and_big_endian_arrays_read_right(tmp_path):
    arrays = {"f": np.asfortranarray(np.arange(6.0).reshape(2, 3)), "b": np.arange(3, dtype=">f4")}
    path = tmp_path / "weights.pkl"
    path.write_bytes(pickle.dumps({"weights": arrays}))
    found = open_upload(path).weights
    assert np.array_equal(found["f"].raw, arrays["f"])
    assert np.array_equal(found["b"].array(), arrays["b"])
    assert found["b"].array().dtype == np.float32


def test_pickled_torch_tensors_hold_whole_files_inside(tmp_path):
    state = written.network().state_dict()
    path = tmp_path / "weights.pkl"
    path.write_bytes(pickle.dumps(state))
    found = open_upload(path).weights
    for name, tensor in state.items():
        assert_same(found[name], tensor)


def test_a_dict_of_x_and_y_is_a_batch(tmp_path):
    x, y = torch.randn(8, 3, 4, 4), torch.arange(8) % 3
    batch = open_upload(saved(tmp_path, {"x": x, "y": y}))
    assert isinstance(batch, Batch)
    assert np.array_equal(batch.x, x.numpy())
    assert np.array_equal(batch.y, y.numpy())
    assert batch.target_kind == "class_ids"


def test_a_tuple_and_a_tensor_dataset_are_batches(tmp_path):
    x, y = torch.randn(8, 5), torch.randn(8)
    for content in ((x, y), torch.utils.data.TensorDataset(x, y)):
        batch = open_upload(saved(tmp_path, content))
        assert np.array_equal(batch.x, x.numpy())
        assert batch.target_kind == "real"


def test_a_file_without_weights_says_so(tmp_path):
    with pytest.raises(Refusal, match="no_weights_inside"):
        open_upload(saved(tmp_path, {"epoch": 3, "note": "nothing here"}))


def test_an_optimizer_alone_is_welcome(tmp_path):
    _, optimizer = written.trained()
    checkpoint = opened(tmp_path, optimizer.state_dict())
    assert not checkpoint.weights
    assert checkpoint.optimizer.setting("lr") == 1e-3


def test_a_torchscript_file_is_refused_with_its_reason(tmp_path):
    path = tmp_path / "script.pt"
    torch.jit.save(torch.jit.trace(written.network().eval(), torch.ones(2, 6)), path)
    with pytest.raises(Refusal, match="torchscript_file"):
        open_upload(path)


def test_bfloat16_is_converted_exactly_also_in_chunks(tmp_path):
    tensor = torch.randn(1000).bfloat16()
    stored = opened(tmp_path, {"w": tensor, "v": torch.ones(2)}).weights["w"]
    assert np.array_equal(stored.array(), tensor.float().numpy())
    assert np.array_equal(np.concatenate(list(stored.chunks(300))), stored.array())
