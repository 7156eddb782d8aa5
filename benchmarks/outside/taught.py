"""What other authors' scripts teach; what the probes report of them is kept as the clinic's is."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import torch

from benchmarks.clinic.reports import MODES, USUAL_MODES, kept, opened, version
from benchmarks.clinic.taught import Lesson
from benchmarks.outside.scripts import Script, scripts, trained
from probes.runner import Report

TEACHERS = ("first", "second", "third", "fourth", "fifth")  # the others' scripts are for measuring
ROLES = {
    "log": "history",
    "checkpoint": "checkpoint",
    "batch": "batch",
    "validation": "validation_batch",
    "model": "model",
}


def lessons() -> Iterator[Lesson]:
    """Each author's are left out together."""
    for script in scripts():
        if script.author in TEACHERS:
            for cured in script.forms:
                accepts = () if cured else script.accepts
                yield Lesson(
                    f"author {script.author}", accepts[:1], frozenset(accepts),
                    {mode: measured(script, cured, mode) for mode in USUAL_MODES},
                )  # fmt: skip


def measured(script: Script, cured: bool, mode: str) -> list[Report]:
    root = _shelf(script)
    name = f"{script.folder(cured)}-{mode.replace(' ', '')}.json"

    def files() -> dict[str, Path]:
        found = {ROLES.get(p.stem): p for p in trained(script, cured, root).iterdir()}
        return {role: found[role] for role in MODES[mode] if role in found}

    return kept(root / "reports" / version() / name, lambda: opened(files()))


def _shelf(script: Script) -> Path:
    """A script that was changed is another one."""
    place = os.environ.get("WHYLOSS_CLINIC") or Path(tempfile.gettempdir()) / "whyloss-clinic"
    edition = hashlib.sha256(script.path.read_bytes()).hexdigest()[:12]
    return Path(place) / "outside" / f"{script.author}-{edition}-{torch.__version__}"
