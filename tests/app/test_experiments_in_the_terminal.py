"""`whyloss experiment` and `diagnose --experiments`: prices first, then what came of them."""

import json

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.app.jobs.test_experiments import batch_file, exported
from tests.probes.catalog.model.patients import mlp, nn

OWN_CODE = """
from torch import nn

def build():
    hidden = [part for _ in range(7) for part in (nn.Linear(32, 32), nn.Sigmoid())]
    return nn.Sequential(nn.Linear(12, 32), nn.Sigmoid(), *hidden, nn.Linear(32, 4)), \
        nn.CrossEntropyLoss()

def number():
    return 3
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "model.pt2").write_bytes(exported(mlp(8, nn.Sigmoid)))
    (tmp_path / "batch.npz").write_bytes(batch_file())
    (tmp_path / "mine.py").write_text(OWN_CODE)
    return tmp_path


def whyloss(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_prices_are_told_before_anything_is_tried(files):
    done = whyloss("experiment", files / "model.pt2", files / "batch.npz", "--json")
    rows = {row["fix"] or row["experiment"]: row for row in json.loads(done.stdout)["experiments"]}
    assert rows["use_relu"]["seconds"] > 0
    assert rows["pass_logits_to_loss"]["because"] == "fix_does_not_apply"


def test_a_fix_is_tried_on_the_persons_own_code_which_is_said_to_run(files, monkeypatch):
    monkeypatch.chdir(files)
    own = ("--model", "mine:build", "--batch", "batch.npz")
    done = whyloss("experiment", *own, "--try", "use_relu", "--json")
    assert done.exit_code == 0, done.stderr
    assert "runs your own code" in done.stderr
    found = json.loads(done.stdout)
    assert found["verdict"] == "solved"
    assert [len(line["seeds"]) for line in found["lines"]] == [3, 3]


def test_code_that_gives_no_model_is_told_apart_from_a_bad_file(files, monkeypatch):
    monkeypatch.chdir(files)
    done = whyloss("diagnose", "--model", "mine:number", "--batch", "batch.npz")
    assert done.exit_code == 2
    assert "not a torch.nn.Module" in done.stderr and "checkpoint" in done.stderr
    done = whyloss("diagnose", "--model", "mine:build")
    assert done.exit_code == 2 and "--batch" in done.stderr


def test_a_diagnosis_tries_what_tells_most(files):
    done = whyloss("diagnose", files / "model.pt2", files / "batch.npz", "--experiments", "--json")
    found = json.loads(done.stdout)
    tried = {item["fix"] or item["experiment"]: item for item in found["experiments"]}
    assert tried["overfit_one_batch"]["verdict"] == "stalls"
    assert tried["use_relu"]["verdict"] == "solved"
    assert found["causes"][0]["id"] in ("vanishing_gradient", "saturating_activation")
    assert "cannot_overfit_one_batch" in {item["id"] for item in found["findings"]}


def test_what_cannot_be_tried_is_refused_with_the_nearest_name(files):
    given = (files / "model.pt2", files / "batch.npz")
    done = whyloss("experiment", *given, "--try", "use_relus")
    assert done.exit_code == 2 and "use_relu" in done.stderr
    done = whyloss("experiment", files / "model.pt2", "--try", "use_relu")
    assert done.exit_code == 2 and "batch" in done.stderr
