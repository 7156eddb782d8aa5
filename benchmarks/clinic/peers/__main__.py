"""Asks the peers about every admitted run of a half and prints what they would have told.

    python -m benchmarks.clinic.peers --python peers/bin/python --half tuning

Counted as kindly as possible: histories are rewritten as CSV with the plainest column names; a
finding is right when any reading of it holds an accepted cause; a healthy run is called sick only
by a warning or worse, a sick one is called sick by anything.
"""

import argparse
import csv
import json
import subprocess
import tempfile
from collections import defaultdict
from functools import partial
from pathlib import Path

from benchmarks.clinic import roster
from benchmarks.clinic.admission import admitted
from benchmarks.clinic.kept import is_known
from benchmarks.clinic.peers.meanings import MEANINGS
from benchmarks.clinic.reports import USUAL_MODES
from benchmarks.clinic.shares import share
from benchmarks.clinic.tables import table
from probes.formats.recognise import open_upload
from tests.clinic import patients, ward
from tests.clinic.patients import Patient

Findings = list[tuple[str, str]]
ASK = Path(__file__).with_name("ask.py")
COLUMNS = {
    "train_loss": "train_loss",
    "validation_loss": "val_loss",
    "learning_rate": "lr",
    "gradient_norm": "grad_norm",
}
GRAVE = {"warning", "warn", "error", "critical", "fail", "high"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clinic.peers")
    parser.add_argument("--python", required=True, help="of the environment that has the peers")
    parser.add_argument("--half", choices=roster.HALVES, default="tuning")
    parser.add_argument("--kept", action="store_true", help="only runs that we measured")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    fit, _ = admitted(chosen.half, partial(_wanted, chosen))
    found = [patient for patient in fit if len(patient.causes) < 2]
    text = told(found, asked(chosen.python, found))
    print(text)
    if chosen.out:
        chosen.out.write_text(text + "\n", "utf-8")


def _wanted(chosen, patient: Patient) -> bool:
    return not chosen.kept or is_known(chosen.half, patient, USUAL_MODES)


def asked(python: str, found: list[Patient]) -> dict[str, dict[str, Findings | str]]:
    """By peer and patient; a text where the tool failed."""
    answers: dict[str, dict[str, Findings | str]] = defaultdict(dict)
    with tempfile.TemporaryDirectory() as place:
        lines = [json.dumps(_run(patient, Path(place))) for patient in found]
        done = subprocess.run(
            [python, str(ASK)], input="\n".join(lines), capture_output=True, text=True, check=True
        )
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        answers[answer["peer"]][answer["name"]] = answer["findings"]
    return answers


def _run(patient: Patient, place: Path) -> dict[str, str]:
    folder = ward.train(patient)
    plain = place / f"{folder.name}.csv"
    plain.write_text("")
    _as_csv(ward.history_file(folder), plain)
    checkpoint = str(folder / "checkpoint.pt")
    return {"name": folder.name, "history": str(plain), "checkpoint": checkpoint}


def _as_csv(path: Path, plain: Path) -> None:
    history, rows = open_upload(path), defaultdict(dict)
    for role, column in COLUMNS.items():
        series = history.series(role)
        if series:
            for step, value in zip(series.x, series.values, strict=True):
                rows[int(step)][column] = float(value)
    names = [c for c in COLUMNS.values() if any(c in row for row in rows.values())]
    with plain.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["step", *names])
        writer.writeheader()
        writer.writerows({"step": step, **row} for step, row in sorted(rows.items()))


def told(found: list[Patient], answers: dict[str, dict[str, Findings | str]]) -> str:
    head = ("tool", "sick", "right first", "right anywhere", "sick called healthy", "healthy",
            "healthy called sick", "failed on")  # fmt: skip
    return table(head, (_row(peer, found, by_name) for peer, by_name in answers.items()))


def _row(peer: str, found: list[Patient], by_name: dict[str, Findings | str]) -> list[object]:
    sick, well, failed = [], [], 0
    for patient in found:
        findings = by_name[ward.train(patient).name]
        if isinstance(findings, str):
            failed, findings = failed + 1, []
        (sick if patient.causes else well).append((patient, findings))
    right = [[_means(peer, f, p) for f in some] for p, some in sick]
    return [
        peer,
        len(sick),
        share(some[:1] == [True] for some in right),
        share(any(some) for some in right),
        share(not findings for _, findings in sick),
        len(well),
        share(any(grade.lower() in GRAVE for _, grade in findings) for _, findings in well),
        failed,
    ]


def _means(peer: str, finding: tuple[str, str], patient: Patient) -> bool:
    causes = MEANINGS[peer].get(finding[0], ())
    return not patients.accepts(patient.causes[0]).isdisjoint(causes)


if __name__ == "__main__":
    main()
