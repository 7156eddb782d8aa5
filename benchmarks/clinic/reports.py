"""What the probes report of a patient, kept until a file of the probes changes."""

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import probes
from probes import runner
from probes.formats.recognise import open_upload
from probes.runner import Report
from tests.clinic import ward
from tests.clinic.patients import Patient

MODES = {
    "log alone": ("history",),
    "log + checkpoint": ("history", "checkpoint"),
    "log + checkpoint + batches": ("history", "checkpoint", "batch", "validation_batch"),
    "everything": ("history", "checkpoint", "batch", "validation_batch", "model"),
}
USUAL_MODES = ("log alone", "log + checkpoint", "everything")


def measured(patient: Patient, mode: str) -> list[Report]:
    return kept(_place(patient, mode), lambda: opened(files_of(patient, mode)))


def kept(place: Path, upload: Callable[[], dict[str, object]]) -> list[Report]:
    if not place.exists():
        reports = [report.as_json() for report in runner.run(upload())]
        place.parent.mkdir(parents=True, exist_ok=True)
        made = place.with_name(f"{place.name}.{uuid.uuid4().hex[:8]}")
        made.write_text(json.dumps(reports))
        made.replace(place)
    return [Report(**report) for report in json.loads(place.read_text())]


def is_kept(patient: Patient, modes: Iterable[str]) -> bool:
    return all(_place(patient, mode).exists() for mode in modes)


def _place(patient: Patient, mode: str) -> Path:
    folder = ward.train(patient)
    return folder.parent / "reports" / version() / f"{folder.name}-{mode.replace(' ', '')}.json"


def opened(files: Mapping[str, Path]) -> dict[str, object]:
    """By role."""
    upload = {role: open_upload(path) for role, path in files.items()}
    if "model" in upload:
        from probes.graph.program import Program

        upload["model"] = Program(upload["model"])
    return upload


def files_of(patient: Patient, mode: str) -> dict[str, Path]:
    folder = ward.train(patient)
    files = {
        "history": ward.history_file(folder),
        "checkpoint": folder / "checkpoint.pt",
        "batch": folder / "batch.npz",
        "validation_batch": folder / "validation_batch.npz",
    }
    if "model" in MODES[mode]:
        files["model"] = ward.export(patient)
    return {role: path for role, path in files.items() if role in MODES[mode]}


@cache
def version() -> str:
    """WHYLOSS_CLINIC_PROBES keeps older reports while only names or comments of probes change."""
    if fixed := os.environ.get("WHYLOSS_CLINIC_PROBES"):
        return fixed
    sources = sorted(Path(probes.__path__[0]).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
