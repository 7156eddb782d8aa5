"""Sick and healthy runs of the clinic through probes and engine: right cause, false alarms.

    python -m benchmarks.clinic                 # every fault on every base, every healthy recipe
    python -m benchmarks.clinic --seeds 2 --only learning_rate_too_high --worst 5
    python -m benchmarks.clinic --json benchmarks/results/clinic.json

Every fault declares beside itself which causes count as right (tests/clinic/faults, ACCEPTS).
"""

import argparse
import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

import engine
from app.jobs.measured import evidence
from engine import Case
from knowledge_base import KnowledgeBase, load
from probes import runner
from probes.formats.recognise import open_upload
from probes.runner import Report
from tests.clinic import patients, ward
from tests.clinic.patients import Patient

MODES = {
    "log alone": ("history",),
    "log + checkpoint": ("history", "checkpoint"),
    "log + checkpoint + batches": ("history", "checkpoint", "batch", "validation_batch"),
    "everything": ("history", "checkpoint", "batch", "validation_batch", "model"),
}
SICK_FROM = 0.5  # P(sick) from which a run is called sick


@dataclass(frozen=True)
class Result:
    patient: str
    cause: str | None
    mode: str
    strict: int  # place of the injected cause, 0 when it is not ranked
    accepted: int  # place of the best accepted cause
    sick: float
    leading: str
    probability: float  # of the leading harmful cause


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


def measured(patient: Patient, mode: str) -> list[Report]:
    upload = {role: open_upload(path) for role, path in files_of(patient, mode).items()}
    if "model" in upload:
        from probes.graph.program import Program

        upload["model"] = Program(upload["model"])
    return runner.run(upload)


def case_of(kb: KnowledgeBase, reports: Iterable[Report], mode: str) -> Case:
    items = [item for report in reports if (item := evidence(kb, report))]
    return Case(complaint=False, uploads=frozenset(MODES[mode])).record(*items)


def judge(kb: KnowledgeBase, patient: Patient, mode: str, case: Case) -> Result:
    beliefs = engine.posterior(kb, case)
    ranked = [belief.cause for belief in beliefs.ranked if not kb.causes[belief.cause].benign]
    harmful = [belief for belief in beliefs.ranked if not kb.causes[belief.cause].benign]
    right = patients.accepts(patient.cause) if patient.cause else frozenset()
    places = [ranked.index(cause) + 1 for cause in right if cause in ranked]
    strict = ranked.index(patient.cause) + 1 if patient.cause in ranked else 0
    return Result(
        patient=f"{patient.name}/{patient.recipe.seed}",
        cause=patient.cause,
        mode=mode,
        strict=strict,
        accepted=min(places, default=0),
        sick=beliefs.sick_probability,
        leading=harmful[0].cause,
        probability=harmful[0].probability,
    )


def table(results: list[Result]) -> str:
    rows = [
        "| uploaded | sick runs | first | in three | accepted first | accepted in three "
        "| sick called healthy | healthy runs | healthy called sick |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for mode in dict.fromkeys(result.mode for result in results):
        here = [result for result in results if result.mode == mode]
        sick = [result for result in here if result.cause]
        well = [result for result in here if not result.cause]
        cells = [
            str(len(sick)),
            share(r.strict == 1 for r in sick),
            share(1 <= r.strict <= 3 for r in sick),
            share(r.accepted == 1 for r in sick),
            share(1 <= r.accepted <= 3 for r in sick),
            share(r.sick < SICK_FROM for r in sick),
            str(len(well)),
            share(r.sick >= SICK_FROM for r in well),
        ]
        rows.append(f"| {mode} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def share(hits: Iterable[bool]) -> str:
    """With the 95 % interval of Wilson."""
    seen = list(hits)
    if not seen:
        return "-"
    n, p, z = len(seen), sum(seen) / len(seen), 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{p:.2f} ({max(0, middle - half):.2f}-{min(1, middle + half):.2f})"


def by_cause(results: list[Result]) -> str:
    lines = []
    for cause in sorted({r.cause for r in results if r.cause}):
        cells = []
        for mode in dict.fromkeys(r.mode for r in results):
            here = [r for r in results if r.cause == cause and r.mode == mode]
            hits = sum(r.accepted == 1 for r in here)
            cells.append(f"{hits}/{len(here)}")
        lines.append(f"| {cause} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def worst(results: list[Result], count: int) -> str:
    wrong = [r for r in results if (r.cause and r.accepted != 1) or (not r.cause and r.sick >= 0.5)]
    lines = [
        f"- {r.patient} [{r.mode}]: {r.leading} {r.probability:.2f}, P(sick) {r.sick:.2f}, "
        f"right at {r.accepted}"
        for r in wrong
    ]
    return "\n".join(lines[:count])


def admitted(only: str | None, seeds: int) -> list[Patient]:
    found = []
    for seed in range(seeds):
        for cause in patients.causes():
            for base in patients.bases(cause):
                found.append(patients.sick(cause, base, seed))
        found += [patients.healthy(base, seed) for base in patients.HEALTHY]
    return [p for p in found if not only or only in p.name]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--modes", nargs="*", default=list(MODES), choices=list(MODES))
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="print the evidence of each patient")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    kb, results = load(), []
    for patient in admitted(chosen.only, chosen.seeds):
        for mode in chosen.modes:
            case = case_of(kb, measured(patient, mode), mode)
            results.append(judge(kb, patient, mode, case))
            if chosen.show:
                show(case, results[-1])
    print(table(results))
    print("\n" + by_cause(results) + "\n\n" + worst(results, chosen.worst))
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(r) for r in results], indent=1), "utf-8")


def show(case: Case, result: Result) -> None:
    print(f"\n{result.patient} [{result.mode}] -> {result.leading} {result.probability:.2f}, "
          f"P(sick) {result.sick:.2f}, right at {result.accepted}")  # fmt: skip
    for item in case.evidence:
        if item.state == "present":
            print("   ", item.finding, "" if item.value is None else item.value, end=";")
    print()


if __name__ == "__main__":
    main()
