"""An experiment has a price before, progress and an end, and its verdict is evidence."""

import io

import numpy as np
import pytest
import torch
from torch import nn

from app.jobs.worker import Worker
from tests.app.patient import API, Patient
from tests.probes.catalog.model.patients import F, WithLoss, data, mlp


def exported(model: nn.Module) -> bytes:
    x, y = (torch.from_numpy(array) for array in data())
    batch, file = torch.export.Dim("batch", min=2, max=4096), io.BytesIO()
    shapes = ({0: batch}, {0: batch})
    whole = WithLoss(model, F.cross_entropy).train()
    torch.export.save(torch.export.export(whole, (x[:8], y[:8]), dynamic_shapes=shapes), file)
    return file.getvalue()


def batch_file() -> bytes:
    x, y = data()
    file = io.BytesIO()
    np.savez(file, x=x, y=y)
    return file.getvalue()


@pytest.fixture
def real_worker(app, settings):
    worker = Worker(settings)
    worker.start()
    yield worker
    worker.stop()


def sent(client, eventually, width: int) -> Patient:
    """Eight sigmoids in a row: they learn nothing as they are."""
    patient = Patient(client)
    model = exported(mlp(8, nn.Sigmoid, width=width))
    patient.send(("model.pt2", model), ("batch.npz", batch_file()))
    eventually(lambda: patient.settled)
    return patient


@pytest.fixture
def sigmoids(client, real_worker, eventually):
    return sent(client, eventually, width=32)


@pytest.fixture
def wide_sigmoids(client, real_worker, eventually):
    """An experiment on them takes so long that nobody cancels it too late."""
    return sent(client, eventually, width=512)


def offers(patient, **query):
    answer = patient.client.get(f"{patient.path}/experiments", query_string=query)
    return {(row["experiment"], row["fix"]): row for row in answer.json["experiments"]}


def start(patient, **body):
    return patient.client.post(f"{patient.path}/experiments", json=body)


def job(patient, started):
    return patient.client.get(f"{patient.path}/jobs/{started.json['id']}").json


def ended(patient, started):
    found = job(patient, started)
    return found if found["state"] in ("done", "failed", "cancelled", "dead") else None


def test_without_a_model_every_experiment_says_what_it_needs(patient):
    rows = offers(patient)
    assert {"overfit_one_batch", "try_fix"} <= {experiment for experiment, _ in rows}
    assert not any(row["possible"] for row in rows.values())
    assert all(row["why_not"] and row["seconds"] is None for row in rows.values())
    answer = start(patient, experiment="overfit_one_batch")
    assert (answer.status_code, answer.json["code"]) == (409, "experiment_not_possible")
    assert patient.client.get(f"{patient.path}/jobs").json["jobs"] == []


@pytest.mark.parametrize(
    "body", [{"experiment": "magic"}, {"experiment": "try_fix"}, {"experiment": "trial"}]
)
def test_an_experiment_nobody_knows_is_not_queued(patient, body):
    answer = start(patient, **body)
    assert (answer.status_code, answer.json["code"]) == (404, "no_such_experiment")


def test_a_fix_is_tried_on_a_copy_and_its_verdict_is_evidence(sigmoids, eventually):
    rows = offers(sigmoids)
    assert rows["try_fix", "use_relu"]["seconds"] > 0
    softmax = rows["try_fix", "pass_logits_to_loss"]
    assert softmax["why_not"] and not softmax["possible"]
    before = {c["id"]: c["probability"] for c in sigmoids.shown["state"]["causes"]}
    started = start(sigmoids, experiment="try_fix", fix="use_relu")
    assert (started.status_code, started.json["state"]) == (202, "queued")
    found = eventually(lambda: ended(sigmoids, started))
    result = found["result"]
    assert (found["state"], result["verdict"], result["axis"]) == ("done", "solved", "step")
    assert "3 of 3 seeds" in result["text"]
    for line in result["lines"]:
        assert len(line["seeds"]) == 3 and len(line["x"]) == len(line["mean"]) == 200
        assert all(a <= b <= c for a, b, c in
                   zip(line["low"], line["mean"], line["high"], strict=True))  # fmt: skip
    assert len(result["plot"]["figure"]["data"]) == 8
    after = {c["id"]: c["probability"] for c in sigmoids.shown["state"]["causes"]}
    assert after["vanishing_gradient"] > before["vanishing_gradient"]
    fix = next(fix for fix in sigmoids.shown["state"]["fixes"] if fix["id"] == "use_relu")
    assert fix["on_copy"]["outcome"] == "solved"
    assert result["text"] in sigmoids.shown["transcript"][-1]["lines"][0]
    last = offers(sigmoids, language="zh")["try_fix", "use_relu"]["last"]
    assert last["verdict"] == "solved" and "有效" in last["text"]
    assert "progress" in {event["event"] for event in events(sigmoids)}


def test_what_an_experiment_decides_is_recorded_as_tried(sigmoids, eventually):
    started = start(sigmoids, experiment="overfit_one_batch")
    assert eventually(lambda: ended(sigmoids, started))["result"]["verdict"] == "stalls"
    found = sigmoids.findings["cannot_overfit_one_batch"]
    assert (found["state"], found["source"]) == ("present", "tried")
    sigmoids.client.post(f"{sigmoids.path}/undo")
    assert "cannot_overfit_one_batch" not in sigmoids.findings


def test_an_experiment_is_cancelled_and_records_nothing(wide_sigmoids, eventually):
    patient = wide_sigmoids
    started = start(patient, experiment="try_fix", fix="add_warmup", budget=600)
    eventually(lambda: job(patient, started)["progress"].get("done"))
    patient.client.post(f"{patient.path}/jobs/{started.json['id']}/cancel")
    assert eventually(lambda: ended(patient, started), seconds=4)["state"] == "cancelled"
    assert patient.shown["transcript"][-1]["kind"] == "measured"


def events(patient):
    return patient.client.get(f"{API}/{patient.id}/events").json["events"]
