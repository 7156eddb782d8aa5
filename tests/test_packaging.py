"""The wheel alone, without the checkout, is the whole product."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from importlib import metadata
from pathlib import Path

import pytest
import requests
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.app.live import Server

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "engine", "knowledge_base", "probes")
SHIPPED = ("pyproject.toml", "README.md", "LICENSE")
HISTORY = "epoch,train_loss,val_loss\n" + "".join(
    f"{epoch},{2 / epoch:.4f},{1 + epoch / 20:.4f}\n" for epoch in range(1, 41)
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in SHIPPED:
        shutil.copy(ROOT / name, source)
    pip("wheel", "--no-build-isolation", "--wheel-dir", built, source)
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder that holds the wheel's content; what it depends on is the environment's."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--target", folder, wheel)
    return folder


def pip(verb, *words):
    command = [sys.executable, "-m", "pip", verb, "--quiet", "--no-deps", *map(str, words)]
    subprocess.run(command, check=True, capture_output=True)


def whyloss(installed, folder, *words):
    return subprocess.run(
        [installed / "bin" / "whyloss", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )


def test_every_file_of_the_packages_is_in_the_wheel(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    there = [path for package in PACKAGES for path in (ROOT / package).rglob("*")]
    files = [
        path.relative_to(ROOT).as_posix()
        for path in there
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert len(files) > 500
    assert not [name for name in files if name not in held]


def test_the_wheel_offers_the_extras_and_claims_only_the_python_that_is_tested(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        told = message_from_bytes(archive.read(name))
    assert set(told.get_all("Provides-Extra")) >= {"gpu", "postgres", "redis", "s3"}
    claimed = [line for line in told.get_all("Classifier") if "Python :: 3." in line]
    assert claimed == ["Programming Language :: Python :: 3.11"]


@pytest.mark.parametrize("python", ["3.11.0", "3.11.2", "3.11.14"])
def test_the_lock_is_whole_on_every_python_that_is_claimed(python):
    """pip refuses a lock with hashes that lacks what one of its packages needs here."""
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.M))
    here = {"python_full_version": python, "extra": ""}
    needed = {
        canonicalize_name(need.name)
        for name in locked
        for need in map(Requirement, needs(name))
        if need.marker is None or need.marker.evaluate(here)
    }
    assert len(needed) > 30
    assert needed - locked - {"torch"} == set()


def needs(name):
    """What is not installed is needed by another Python than this one."""
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def test_the_command_tells_its_version(installed, tmp_path):
    told = whyloss(installed, tmp_path, "--version")
    assert told.stdout.strip() == f"whyloss, version {metadata.version('whyloss')}"


def test_the_command_diagnoses_in_an_empty_folder(installed, tmp_path):
    told = whyloss(installed, tmp_path, "diagnose", "--text", "loss is nan", "--json")
    assert told.returncode in (1, 3), told.stderr
    assert '"loss_becomes_nan"' in told.stdout
    assert str(ROOT) not in told.stdout + told.stderr


def test_the_server_runs_in_an_empty_folder_and_measures_a_file(installed, tmp_path):
    server = Server(tmp_path / "data")
    server.command = [str(installed / "bin" / "whyloss"), "serve"]
    server.environment |= {"PYTHONPATH": str(installed)}
    server.folder = tmp_path
    with server:
        page = requests.get(server.url, timeout=30)
        assert page.ok
        assert requests.get(f"{server.url}/static/main.js", timeout=30).ok
        consultation = server.open(language="en")
        requests.post(
            f"{consultation}/uploads", files={"file": ("log.csv", HISTORY)}, timeout=30
        ).raise_for_status()
        assert [upload["state"] for upload in server.settled(consultation)] == ["done"]
        causes = requests.get(consultation, timeout=30).json()["state"]["causes"]
        assert causes
