"""`python -m probes FILES`: measure what a run left behind; needs PyTorch and NumPy alone."""

import argparse
import json
import sys
from pathlib import Path

from probes.device import device
from probes.runner import Report
from probes.sandbox import Examination, FileRead, SandboxFailed, end_all, examine

# The exit codes of sysexits.h for a failure of ours; 2 is what argparse says of bad input.
FINE, BAD_INPUT, FAILED = 0, 2, 70


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    if strange := [str(path) for path in asked.files if not path.is_file()]:
        sys.stderr.write(f"no such file: {', '.join(strange)}\n")
        return BAD_INPUT
    try:
        examination = examine(asked.files, device=device(asked.device))
    except SandboxFailed as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    finally:
        end_all()
    if not examination.at_floor:
        sys.stderr.write(f"limits only, no full sandbox here: {_join(examination.layers)}\n")
    shown = json.dumps(examination.as_json(), indent=1) if asked.json else table(examination)
    sys.stdout.write(shown + "\n")
    return BAD_INPUT if any(file.refusal for file in examination.files) else FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m probes", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="everything, for programs")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda:0")
    return parser


def table(examination: Examination) -> str:
    rows = [_file_row(file) for file in examination.files]
    rows += [_report_row(report) for report in examination.reports]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = (f"{first:{widths[0]}}  {second:{widths[1]}}  {rest}" for first, second, rest in rows)
    return "\n".join(line.rstrip() for line in lines)


def _file_row(file: FileRead) -> tuple[str, str, str]:
    if file.refusal:
        return file.name, "refused", _join([file.refusal.code, _numbers(file.refusal.numbers)])
    return file.name, str(file.kind), ""


def _report_row(report: Report) -> tuple[str, str, str]:
    state = report.state if report.value is None else _short(report.value)
    return report.finding, state, _join([report.because or "", _numbers(report.numbers)])


def _numbers(numbers) -> str:
    plain = {n: v for n, v in numbers.items() if v is None or isinstance(v, int | float | str)}
    return _join(f"{name}={_short(value)}" for name, value in plain.items())


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _join(words) -> str:
    return " ".join(word for word in words if word)


if __name__ == "__main__":
    sys.exit(main())
