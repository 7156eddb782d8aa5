import json

import pytest
import torch
from torch import nn

from probes import runner
from probes.formats.recognise import open_upload
from probes.recorder import Recorder, trainer_callback

X, Y = torch.randn(64, 10), torch.randint(0, 3, (64,))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.jsonl"


@pytest.fixture
def model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 3))


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def loss_of(model):
    return nn.functional.cross_entropy(model(X), Y)


def train(model, optimizer, recorder, steps, clip=None):
    for _ in range(steps):
        loss = loss_of(model)
        loss.backward()
        if clip:
            recorder.clip(clip)
        optimizer.step()
        optimizer.zero_grad()
        recorder.step(loss)


def test_a_recorded_run_is_read_with_the_role_of_every_curve(model, path):
    optimizer = torch.optim.Adam(model.parameters())
    with Recorder(path, model, optimizer, every=20) as recorder:
        train(model, optimizer, recorder, 100, clip=0.1)
        recorder.log(epoch=1, validation_loss=0.9, validation_accuracy=0.5)
    history = open_upload(path)
    wanted = ("train_loss", "validation_loss", "learning_rate", "gradient_norm", "step", "epoch")
    assert history.has(*wanted, "validation_metric")
    assert history.series("train_loss").values.size == 6  # steps 1, 20, 40, 60, 80, 100


def test_what_was_recorded_is_judged_by_the_history_probes(model, path):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    with Recorder(path, model, optimizer, every=1) as recorder:
        train(model, optimizer, recorder, 30)
        with torch.no_grad():
            model[2].bias.fill_(float("nan"))
        train(model, optimizer, recorder, 10)
    reports = {report.finding: report for report in runner.run({"history": open_upload(path)})}
    assert reports["loss_becomes_nan"].state == "present"
    assert reports["learning_rate"].value == pytest.approx(1e-3)


def test_the_norm_before_and_after_clipping_is_told(model, path):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with Recorder(path, model, optimizer, every=1) as recorder:
        loss_of(model).backward()
        true = torch.nn.utils.get_total_norm([p.grad for p in model.parameters()]).item()
        recorder.clip(true / 4)
        optimizer.step()
        recorder.step(loss_of(model))
    assert rows(path)[0]["gradient_norm"] == pytest.approx(true, rel=1e-5)
    assert rows(path)[0]["clipped_gradient_norm"] == pytest.approx(true / 4, rel=1e-4)


def test_units_that_are_dead_and_the_size_of_the_update_are_told_by_layer(model, path):
    with torch.no_grad():
        model[0].bias[:8] = -100
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    before = model[2].weight.detach().clone()
    with Recorder(path, model, optimizer, every=1) as recorder:
        train(model, optimizer, recorder, 1)
    ratio = (model[2].weight - before).norm() / before.norm()
    assert rows(path)[0]["dead/0"] == 0.25
    assert rows(path)[0]["dead/2"] == 0.0
    assert rows(path)[0]["update_ratio/2"] == pytest.approx(ratio.item(), rel=1e-4)


def test_the_run_is_the_same_to_the_bit_with_the_recorder(model, path):
    copy = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 3))
    copy.load_state_dict(model.state_dict())
    plain, watched = (torch.optim.Adam(m.parameters()) for m in (model, copy))
    for _ in range(45):
        loss_of(model).backward()
        plain.step()
        plain.zero_grad()
    with Recorder(path, copy, watched, every=20) as recorder:
        train(copy, watched, recorder, 45)
    for one, other in zip(model.parameters(), copy.parameters(), strict=True):
        assert torch.equal(one, other)


def test_steps_count_once_under_gradient_accumulation(model, path):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with Recorder(path, model, optimizer, accumulate=4, every=2) as recorder:
        for turn in range(16):
            (loss_of(model) / 4).backward()
            if turn % 4 == 3:
                optimizer.step()
                optimizer.zero_grad()
            recorder.step(float(turn))
    assert [row["step"] for row in rows(path)] == [1, 2, 4]
    assert [row["train_loss"] for row in rows(path)] == [1.5, 5.5, 11.5]
    assert all("gradient_norm" in row for row in rows(path))


def test_a_short_window_at_the_end_of_an_epoch_is_a_step(model, path):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with Recorder(path, model, optimizer, accumulate=4, every=1) as recorder:
        for turn in range(12):
            loss_of(model).backward()
            if turn in (3, 5, 9, 11):  # two epochs of six batches
                optimizer.step()
                optimizer.zero_grad()
            recorder.step(1.0)
    assert [row["step"] for row in rows(path)] == [1, 2, 3, 4]


@pytest.mark.parametrize("fused", [False, True])
def test_gradients_are_told_without_the_loss_scale(model, path, fused):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, fused=fused)
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    loss_of(model).backward()
    true = torch.nn.utils.get_total_norm([p.grad for p in model.parameters()]).item()
    optimizer.zero_grad()
    with Recorder(path, model, optimizer, scaler, every=1) as recorder:
        loss = loss_of(model)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        recorder.step(loss)
    assert rows(path)[0]["gradient_norm"] == pytest.approx(true, rel=1e-4)
    assert rows(path)[0]["loss_scale"] == 1024.0


def test_steps_that_the_scaler_skips_still_have_their_rows(model, path):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    with Recorder(path, model, optimizer, scaler, every=1) as recorder:
        for _ in range(4):
            loss = loss_of(model) * float("inf")
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad()
            recorder.step(loss)
    assert [row["loss_scale"] for row in rows(path)] == [512.0, 256.0, 128.0, 64.0]


def test_the_hooks_are_gone_after_the_run_even_when_it_breaks(model, path):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with pytest.raises(ZeroDivisionError), Recorder(path, model, optimizer) as recorder:
        train(model, optimizer, recorder, 3)
        raise ZeroDivisionError
    assert not optimizer._optimizer_step_pre_hooks
    assert not optimizer._optimizer_step_post_hooks
    assert rows(path)[-1]["step"] == 3


def test_a_step_with_a_closure_is_recorded_without_stale_gradients(model, path):
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=2)

    def closure():
        optimizer.zero_grad()
        loss = loss_of(model)
        loss.backward()
        return loss

    with Recorder(path, model, optimizer, every=1) as recorder:
        for _ in range(3):
            recorder.step(optimizer.step(closure))
    assert [row["step"] for row in rows(path)] == [1, 2, 3]
    assert not any("gradient_norm" in row for row in rows(path))


def test_the_callback_for_hugging_face_writes_what_the_trainer_logs(model, path):
    pytest.importorskip("transformers")
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    callback = trainer_callback(path, every=1)
    callback.on_train_begin(None, None, None, model=model, optimizer=optimizer)
    loss_of(model).backward()
    optimizer.step()
    callback.on_step_end(None, None, None)
    callback.on_log(None, None, None, logs={"loss": 1.25, "eval_loss": 1.5, "epoch": 1})
    callback.on_train_end(None, None, None)
    callback.on_log(None, None, None, logs={"train_runtime": 2.0})
    history = open_upload(path)
    assert history.has("train_loss", "validation_loss", "gradient_norm")
