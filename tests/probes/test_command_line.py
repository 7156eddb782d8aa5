"""`python -m probes FILES` measures and prints, with PyTorch and NumPy alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from probes import runner
from probes.__main__ import table
from probes.runner import Report
from probes.sandbox import Examination, FileRead
from probes.sandbox.hearsay import Refused

ROOT = Path(__file__).resolve().parents[2]
# As on a machine where only what the probes need is installed.
WITHOUT_THE_REST = """
import sys, runpy
for name in ("flask", "yaml", "pydantic", "sklearn", "scipy", "pandas", "sqlalchemy"):
    sys.modules[name] = None
sys.argv = ["probes", *sys.argv[1:]]
runpy.run_module("probes", run_name="__main__", alter_sys=True)
"""


def probes(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", WITHOUT_THE_REST, *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text("epoch,loss,val_loss\n1,2.0,2.1\n2,1.0,1.2\n3,0.5,0.9\n")
    return path


def test_json_holds_a_report_for_every_probe(log: Path):
    done = probes(str(log), "--json", "--device", "cpu")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["files"] == [{"name": "log.csv", "kind": "history", "refusal": None}]
    assert [report["finding"] for report in told["reports"]] == runner.plan()


def test_a_bad_file_is_exit_code_2_and_named(log: Path, tmp_path: Path):
    bad = tmp_path / "bad.pt"
    bad.write_bytes(b"\x00\x01\x02" * 99)
    done = probes(str(log), str(bad))
    assert done.returncode == 2
    assert "bad.pt" in done.stdout
    assert "unrecognised_file" in done.stdout


def test_a_missing_file_is_exit_code_2_at_once(tmp_path: Path):
    done = probes(str(tmp_path / "nothing.csv"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing.csv" in done.stderr


def test_the_table_shows_states_values_numbers_and_reasons():
    reports = [
        Report("loss_becomes_nan", "present", None, {"step": 12, "curve": [1, 2]}),
        Report("learning_rate", "present", 0.1, {}),
        Report("dead_relu_units", "unknown", None, {}, "needs_batch"),
    ]
    files = [FileRead("a.csv", "history"), FileRead("b", None, Refused("empty_file", {}))]
    lines = table(Examination(reports, files, "done")).splitlines()
    assert [line.split() for line in lines] == [
        ["a.csv", "history"],
        ["b", "refused", "empty_file"],
        ["loss_becomes_nan", "present", "step=12"],
        ["learning_rate", "0.1"],
        ["dead_relu_units", "unknown", "needs_batch"],
    ]
