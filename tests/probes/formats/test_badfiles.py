"""No hostile file runs anything, hangs, or gets more memory than it is worth."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from probes.formats.recognise import open_upload
from tests.badfiles import MARKER, BadFile, corpus

ROOT = Path(__file__).parents[3]
MAX_SECONDS = 5.0  # of CPU time, for one file
ALL_SECONDS = 240  # until a child that waits for something is given up


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("badfiles")


@pytest.fixture(scope="module")
def badfiles(folder) -> list[BadFile]:
    return corpus(folder)


@pytest.fixture(scope="module")
def outcomes(badfiles) -> dict[str, tuple[str, float]]:
    """All files are read by one child under a limit of 1 GiB above its imports."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.badfiles.reading"],
        input="\n".join(str(bad.path) for bad in badfiles),
        capture_output=True,
        text=True,
        timeout=ALL_SECONDS,
        cwd=ROOT,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    rows = (json.loads(line) for line in ran.stdout.splitlines())
    return {path: (told, seconds) for path, told, seconds in rows}


def test_the_corpus_is_large(badfiles):
    assert len([bad for bad in badfiles if not bad.path.name.startswith("cut_")]) >= 150


def test_every_bad_file_gets_its_verdict(badfiles, outcomes):
    wrong = {}
    for bad in badfiles:
        told, _ = outcomes[str(bad.path)]
        wanted = "refuse:" if bad.verdict == "refuse" else "read"
        fits = told.startswith(wanted) and (bad.code is None or told == f"refuse:{bad.code}")
        if not fits:
            wrong[bad.path.name] = (told, bad.verdict, bad.code)
    assert not wrong


def test_no_bad_file_is_executed(folder, outcomes):
    assert outcomes
    assert not (folder / MARKER).exists()


def test_no_bad_file_takes_long(outcomes):
    slow = {path: seconds for path, (_, seconds) in outcomes.items() if seconds > MAX_SECONDS}
    assert not slow


def test_the_payloads_would_run_in_an_ordinary_unpickler(badfiles, folder):
    """The corpus bites: loaded by pickle, the marker appears."""

    marker = folder / MARKER
    ran = 0
    for bad in badfiles:
        if bad.path.name.startswith("run_") and bad.path.suffix == ".pkl":
            code = "import pickle, sys; pickle.load(open(sys.argv[1], 'rb'))"
            subprocess.run(
                [sys.executable, "-c", code, str(bad.path)], capture_output=True, check=False
            )
            ran += marker.exists()
            marker.unlink(missing_ok=True)
    assert ran >= 12


def test_names_that_are_shown_hold_nothing_invisible(badfiles):
    for name in ("hostile_names.pt", "lone_surrogate.pt", "st_hostile_name.safetensors"):
        path = next(bad.path for bad in badfiles if bad.path.name == name)
        for shown in open_upload(path).weights:
            assert shown.isprintable()
            assert len(shown) <= 200
            shown.encode("utf-8")


def test_what_is_to_be_diagnosed_arrives_unchanged(badfiles):
    import numpy as np

    path = next(bad.path for bad in badfiles if bad.path.name == "nan_weights.pt")
    assert np.isnan(open_upload(path).weights["a.w"].array()).any()
