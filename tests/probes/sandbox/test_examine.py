"""Every probe gets its report, whatever another one of them does to the process."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch

from probes import catalog
from probes.preflight import check
from probes.sandbox import Limits, examine, hearsay, launcher
from probes.sandbox.hearsay import Malformed
from probes.sandbox.limits import MIB
from tests.probes.sandbox import trouble

LIMITS = Limits(memory=512 * MIB, stall_seconds=0.8, wall_seconds=20)
QUICK = ("a_first_good_one", "z_last_good_one")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text("epoch,loss,val_loss\n1,2.0,2.1\n2,1.0,1.2\n3,0.5,0.9\n")
    return path


def test_probes_that_crash_hang_or_fill_the_memory_lose_only_themselves():
    told = []
    done = examine([], LIMITS, on_event=told.append, catalog=trouble)
    because = {report.finding: report.because for report in done.reports}
    assert because == {
        "a_first_good_one": None,
        "b_raises": "failed",
        "c_touches_no_mans_land": "crashed",
        "d_never_ends": "stalled",
        "e_takes_all_memory": "out_of_memory",
        "f_cannot_be_imported": "failed",
        "z_last_good_one": None,
    }
    assert done.outcome == "done"
    assert {e["finding"] for e in told if e["event"] == "report"} == set(because)


def test_when_the_time_is_over_every_probe_still_has_a_report():
    limits = replace(LIMITS, wall_seconds=0.5, stall_seconds=10)
    done = examine([], limits, catalog=trouble, only=[*QUICK, "d_never_ends"])
    assert done.outcome == "deadline"
    assert [report.because for report in done.reports] == [None, "deadline", "deadline"]


def test_cancelled_before_the_start_nothing_is_measured():
    cancel = threading.Event()
    cancel.set()
    done = examine([], LIMITS, cancel=cancel, catalog=trouble, only=QUICK)
    assert done.outcome == "cancelled"
    assert {report.state for report in done.reports} == {"unknown"}


def test_files_are_known_by_content_and_a_bad_one_does_not_lose_the_others(
    history: Path, tmp_path: Path
):
    bad = tmp_path / "weights.pt"
    bad.write_bytes(bytes(range(256)) * 8)
    done = examine([history, bad], LIMITS, catalog=trouble, only=QUICK)
    assert [file.kind for file in done.files] == ["history", None]
    assert done.files[1].refusal.code == "unrecognised_file"
    assert [report.state for report in done.reports] == ["present", "present"]


def test_each_kind_of_upload_is_read_inside(history: Path, tmp_path: Path):
    model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
    x = torch.randn(16, 4)
    paths = [history, *(tmp_path / name for name in ("m", "k", "a.npz", "b.npz", "s.py"))]
    with paths[1].open("wb") as stream:
        torch.export.save(torch.export.export(model, (x,)), stream)
    torch.save(model.state_dict(), paths[2])
    for path in paths[3:5]:
        np.savez(path, x=x.numpy(), y=np.arange(16) % 2)
    paths[5].write_text("import torch\nfor x, y in loader:\n    loss(x, y).backward()\n")
    done = examine(paths, LIMITS, catalog=trouble, only=QUICK)
    assert [file.kind for file in done.files] == [
        "history", "model", "checkpoint", "batch", "validation_batch", "script"
    ]  # fmt: skip
    assert [check(path).kind for path in paths] == [
        "history", "model", "checkpoint", "batch", "batch", "script"
    ]  # fmt: skip


def test_a_file_in_the_role_of_another_kind_is_refused(history: Path):
    done = examine({"checkpoint": history}, LIMITS, catalog=trouble, only=QUICK)
    assert done.files[0].refusal.code == "file_of_another_kind"


def test_the_same_kind_twice_is_refused(history: Path):
    done = examine([history, history], LIMITS, catalog=trouble, only=QUICK)
    assert [file.kind for file in done.files] == ["history", None]
    assert done.files[1].refusal.code == "second_file_of_a_kind"


def test_the_real_catalog_answers_for_each_of_its_findings(history: Path):
    done = examine([history], LIMITS)
    from probes.runner import plan

    assert [report.finding for report in done.reports] == plan(None, catalog)
    assert not [report for report in done.reports if report.because == "failed"]


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"finding": "x", "state": "certain", "value": 1, "numbers": {}},
        {"finding": [], "state": "present", "value": 1, "numbers": {}, "because": 1, "seconds": 0},
        {"finding": "x", "state": [], "value": 1, "numbers": {}, "because": None, "seconds": 0},
    ],
)
def test_a_report_of_the_wrong_shape_is_not_believed(event: dict):
    with pytest.raises(Malformed):
        hearsay.report(event)


@pytest.mark.parametrize("event", [{"file": 3}, {"file": -1}, {"file": "0"}, {}])
def test_a_file_that_was_not_sent_is_not_believed(event: dict):
    with pytest.raises(Malformed):
        hearsay.file_number(event, 3)


@pytest.mark.parametrize("event", [{"kind": 3, "refusal": None}, {"refusal": "none"}, {}])
def test_a_refusal_of_the_wrong_shape_is_not_believed(event: dict):
    with pytest.raises(Malformed):
        hearsay.kind_or_refusal(event)


@pytest.mark.parametrize(("times", "because"), [(1, "stalled"), (2, "crashed")])
def test_a_probe_that_somebody_killed_is_tried_once_more(times, because):
    killed = []

    def kill(event):
        if event["event"] == "plan" and len(killed) < times:
            zygote = psutil.Process(launcher.zygote("torch").process.pid)
            killed.append([child.kill() for child in zygote.children(recursive=True)])

    only = ["d_never_ends", "z_last_good_one"]
    done = examine([], LIMITS, on_event=kill, catalog=trouble, only=only)
    assert len(killed) == times
    assert [report.because for report in done.reports] == [because, None]
    assert done.outcome == "done"
