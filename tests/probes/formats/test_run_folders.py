"""Lightning and Hugging Face runs, with the log and settings that lie beside the weights."""

import dataclasses
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from probes.formats.layouts.likely_order import likely_place
from probes.formats.recognise import open_upload
from probes.refusal import Refusal
from tests.probes.formats import written_checkpoints as written


def as_bytes(content: object) -> bytes:
    file = io.BytesIO()
    torch.save(content, file)
    return file.getvalue()


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def trainer_folder() -> tuple[nn.Module, torch.optim.Optimizer, dict[str, bytes]]:
    transformers = pytest.importorskip("transformers")
    model, optimizer = written.trained(torch.optim.AdamW)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0)
    arguments = object.__new__(transformers.TrainingArguments)  # its __init__ looks for devices
    fields = dataclasses.fields(transformers.TrainingArguments)
    defaults = {f.name: f.default for f in fields if f.default is not dataclasses.MISSING}
    arguments.__dict__.update(defaults, learning_rate=3e-4)
    state = {
        "epoch": 2.0,
        "global_step": 30,
        "best_metric": 0.5,
        "log_history": [{"loss": 1.5, "step": 10, "epoch": 0.5}],
    }
    members = {
        "checkpoint-30/model.safetensors": save(model.state_dict()),
        "checkpoint-30/optimizer.pt": as_bytes(optimizer.state_dict()),
        "checkpoint-30/scheduler.pt": as_bytes(schedule.state_dict()),
        "checkpoint-30/rng_state.pth": as_bytes({"cpu": torch.get_rng_state()}),
        "checkpoint-30/training_args.bin": as_bytes(arguments),
        "checkpoint-30/trainer_state.json": json.dumps(state).encode(),
        "checkpoint-30/config.json": b"{}",
    }
    return model, optimizer, members


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zipped_trainer_folder_is_one_checkpoint(tmp_path, method):
    model, optimizer, members = trainer_folder()
    checkpoint = open_upload(zipped(tmp_path / "run.zip", members, method))
    for name, tensor in model.state_dict().items():
        assert np.array_equal(checkpoint.weights[name].raw, tensor.numpy())
    assert (checkpoint.epoch, checkpoint.step, checkpoint.best) == (2.0, 30.0, 0.5)
    assert checkpoint.log == ({"loss": 1.5, "step": 10, "epoch": 0.5},)
    assert checkpoint.hyper_parameters["learning_rate"] == 3e-4
    assert len(checkpoint.schedulers) == 1
    assert checkpoint.optimizer.kind == "adamw"
    state = checkpoint.optimizer.of("5.weight")
    assert np.array_equal(
        state.tensors["exp_avg_sq"].array(), optimizer.state[model[5].weight]["exp_avg_sq"].numpy()
    )


def test_training_arguments_alone_give_the_settings(tmp_path):
    _, _, members = trainer_folder()
    path = tmp_path / "training_args.bin"
    path.write_bytes(members["checkpoint-30/training_args.bin"])
    settings = open_upload(path).hyper_parameters
    assert settings["learning_rate"] == 3e-4
    assert settings["per_device_train_batch_size"] == 8
    assert len(settings) > 60


def test_shards_are_joined_and_a_missing_one_is_noticed(tmp_path):
    parts = {
        "model-00001-of-00002.safetensors": save({"layers.10.w": torch.ones(2, 2)}),
        "model-00002-of-00002.safetensors": save({"layers.2.w": torch.zeros(2, 2)}),
        "model.safetensors.index.json": b"{}",
    }
    checkpoint = open_upload(zipped(tmp_path / "all.zip", parts))
    assert list(checkpoint.weights) == ["layers.2.w", "layers.10.w"]
    assert not checkpoint.ordered
    del parts["model-00002-of-00002.safetensors"]
    with pytest.raises(Refusal, match="shards_missing"):
        open_upload(zipped(tmp_path / "part.zip", parts))


def test_sharded_pickles_are_joined(tmp_path):
    parts = {
        "pytorch_model-00001-of-00002.bin": as_bytes({"a.w": torch.ones(2, 2)}),
        "pytorch_model-00002-of-00002.bin": as_bytes({"b.w": torch.zeros(2, 2)}),
    }
    checkpoint = open_upload(zipped(tmp_path / "all.zip", parts))
    assert list(checkpoint.weights) == ["a.w", "b.w"]
    assert checkpoint.weights["b.w"].array().sum() == 0


def test_folders_and_system_files_in_the_zip_do_not_disturb(tmp_path):
    parts = {
        "__MACOSX/._model.safetensors": b"junk",
        "run/.DS_Store": b"junk",
        "run/model.safetensors": save({"a.w": torch.ones(2, 2)}),
    }
    assert list(open_upload(zipped(tmp_path / "all.zip", parts)).weights) == ["a.w"]


def test_two_checkpoints_in_one_folder_ask_for_one(tmp_path):
    parts = {f"{n}.ckpt": as_bytes({"w": torch.ones(2)}) for n in "ab"}
    with pytest.raises(Refusal, match="archive_many_checkpoints"):
        open_upload(zipped(tmp_path / "all.zip", parts))


def test_a_lightning_checkpoint_gives_all_it_knows(tmp_path):
    model, optimizer = written.trained()
    content = {
        "epoch": 4,
        "global_step": 500,
        "pytorch-lightning_version": "2.6.0",
        "state_dict": {f"net.{name}": value for name, value in model.state_dict().items()},
        "loops": {"fit_loop": {"state_dict": {}, "epoch_progress": {"total": {"ready": 4}}}},
        "callbacks": {
            "ModelCheckpoint{'monitor': 'val_loss'}": {
                "monitor": "val_loss",
                "best_model_score": torch.tensor(0.25),
            }
        },
        "optimizer_states": [optimizer.state_dict()],
        "lr_schedulers": [
            torch.optim.lr_scheduler.StepLR(optimizer, 10).state_dict(),
        ],
        "hparams_name": "kwargs",
        "hyper_parameters": {"lr": 1e-3, "hidden": [8, 8]},
    }
    path = tmp_path / "last.ckpt"
    torch.save(content, path)
    checkpoint = open_upload(path)
    assert (checkpoint.epoch, checkpoint.step, checkpoint.best) == (4, 500, 0.25)
    assert checkpoint.hyper_parameters["hidden"] == [8, 8]
    assert checkpoint.schedulers[0]["step_size"] == 10
    assert list(checkpoint.weights)[0] == "net.0.weight"
    assert checkpoint.optimizer.matched_by == "order"


def test_transformers_of_the_usual_kinds_come_in_their_own_order():
    """The order that safetensors forgets is the one in which parameters() counts."""
    transformers = pytest.importorskip("transformers")
    small = {"hidden_size": 8, "num_hidden_layers": 11, "num_attention_heads": 2}
    configs = [
        transformers.BertConfig(intermediate_size=16, vocab_size=20, **small),
        transformers.LlamaConfig(intermediate_size=16, vocab_size=20, **small),
        transformers.GPT2Config(n_embd=8, n_layer=11, n_head=2, vocab_size=20),
        transformers.ViTConfig(intermediate_size=16, image_size=8, patch_size=4, **small),
    ]
    for config in configs:
        model = transformers.AutoModel.from_config(config)
        names = [name for name, _ in model.named_parameters()]
        assert sorted(sorted(names), key=likely_place) == names, config.model_type
