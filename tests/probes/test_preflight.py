"""The first look tells what a file is, or refuses it, without torch and whatever it holds."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from probes import preflight
from probes.preflight import check
from probes.sandbox import launcher
from probes.sandbox.limits import PREFLIGHT

LOG = "epoch,loss,val_loss\n1,2.0,2.1\n2,1.0,1.2\n3,0.5,0.9\n"


def test_a_log_is_recognised_measured_and_hashed(tmp_path: Path):
    path = tmp_path / "some.bin"
    path.write_text(LOG)
    look = check(path)
    assert (look.kind, look.refusal) == ("history", None)
    assert (look.bytes, look.sha256) == (len(LOG), hashlib.sha256(LOG.encode()).hexdigest())


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty_file"), (b"\1\2\3", "unrecognised_file")]
)
def test_a_file_that_is_nothing_we_read_is_refused(tmp_path: Path, content: bytes, code: str):
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    assert check(path).refusal.code == code


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    assert check(tmp_path / "nothing").refusal.code == "not_a_file"
    assert check(tmp_path).refusal.code == "not_a_file"


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    refusal = check(path, largest=10).refusal
    assert (refusal.code, refusal.numbers) == ("file_too_large", {"bytes": len(LOG), "limit": 10})


def test_a_reader_that_takes_too_long_is_a_refusal(tmp_path: Path):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    assert (
        check(path, limits=replace(PREFLIGHT, wall_seconds=0.0)).refusal.code == "reading_deadline"
    )


def test_a_killed_zygote_is_replaced_at_once(tmp_path: Path):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    launcher.zygote("light").process.kill()
    assert check(path).kind == "history"


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"kind": 1}, {"sha256": "x", "refusal": {"code": 1, "numbers": []}}],
)
def test_a_forged_answer_is_a_refusal(answer: object):
    assert preflight._decided(answer, 5).refusal.code == "reading_crashed"


def test_neither_the_preflight_nor_its_child_imports_torch():
    code = (
        "import sys, probes.preflight, probes.runner, probes.__main__\n"
        "from probes.sandbox import warm_light\n"
        "warm_light.warm()\n"
        "heavy = {'torch', 'flask', 'yaml', 'pydantic', 'sklearn', 'scipy', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=some.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "any"
    path.write_bytes(content)
    look = check(path)
    assert (look.kind is None) == (look.refusal is not None)
