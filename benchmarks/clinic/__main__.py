"""Trains what is not trained, measures what is not measured, judges, and prints the tables."""

import argparse
import warnings
from functools import partial
from pathlib import Path

import torch

from benchmarks.clinic import opened, roster
from benchmarks.clinic.admission import admitted, fits
from benchmarks.clinic.consult import consult
from benchmarks.clinic.judge import Verdict, as_json
from benchmarks.clinic.kept import is_known
from benchmarks.clinic.plot import reliability_plot
from benchmarks.clinic.report import curves, page
from benchmarks.clinic.reports import MODES, USUAL_MODES, measured
from engine import Case
from knowledge_base import load
from tests.clinic.patients import Patient


def main() -> None:
    chosen = _arguments().parse_args()
    warnings.filterwarnings("ignore", category=UserWarning)  # of torch.export
    torch.set_num_threads(1)
    if chosen.measure:
        return _measure(chosen)
    if chosen.half == "locked":
        opened.log(chosen.why)
    found, left_out = admitted(chosen.half, partial(_wanted, chosen))
    _write(chosen, _judged(chosen, found), left_out)
    return None


def _wanted(chosen, patient: Patient) -> bool:
    if chosen.only and chosen.only not in patient.name:
        return False
    return not chosen.kept or is_known(chosen.half, patient, chosen.modes)


def _measure(chosen) -> None:
    for patient in roster.everybody(chosen.half):
        if _wanted(chosen, patient) and fits(chosen.half, patient):
            for mode in chosen.modes:
                measured(patient, mode)


def _judged(chosen, found) -> list[tuple[Verdict, Case]]:
    kb, ways = load(), (False, True) if chosen.answers else (False,)
    return [
        consult(kb, chosen.half, patient, mode, answered)
        for mode in chosen.modes
        for answered in ways
        for patient in found
    ]


def _write(chosen, judged: list[tuple[Verdict, Case]], left_out: list[Patient]) -> None:
    verdicts = [verdict for verdict, _ in judged]
    text = page(load(), chosen.half, judged, left_out)
    print(text)
    if chosen.out:
        stem = chosen.out / f"clinic_{chosen.half}"
        stem.with_suffix(".svg").write_text(reliability_plot(curves(verdicts)), "utf-8")
        stem.with_suffix(".json").write_text(as_json(verdicts), "utf-8")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clinic")
    parser.add_argument("--half", choices=roster.HALVES, default="tuning")
    parser.add_argument("--modes", nargs="*", default=list(USUAL_MODES), choices=list(MODES))
    parser.add_argument("--only", help="patients whose name holds this")
    parser.add_argument("--answers", action="store_true", help="also with the simulated answerer")
    parser.add_argument("--measure", action="store_true", help="only train, admit and measure")
    parser.add_argument("--kept", action="store_true", help="only runs that were measured before")
    parser.add_argument("--why", help="why the locked half is opened; goes into its log")
    parser.add_argument("--out", type=Path, help="folder for the verdicts and the plot")
    return parser


if __name__ == "__main__":
    main()
