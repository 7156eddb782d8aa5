"""Sick models and their twins through `whyloss diagnose`: right cause, right line, twins healthy.

python -m benchmarks.twenty                       # the whole table
python -m benchmarks.twenty --only "dead relu" --keep folder
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch

from benchmarks.twenty.cases import CASES, Case
from benchmarks.twenty.training import treat
from knowledge_base import load

COMMAND = [sys.executable, "-c", "from app.cli import main; main()", "diagnose", "--json"]
HEALTHY_FROM = 0.5  # healthy and benign causes together


@dataclass(frozen=True)
class Outcome:
    name: str
    cause: str
    place: int  # of the best accepted cause; 0 when it is not ranked
    leading: str
    line: bool | None  # None where no line has to be named
    twin: str  # what leads in the twin
    twin_well: bool


def diagnosed(case: Case, sick: bool, folder: Path) -> dict:
    folder.mkdir(parents=True, exist_ok=True)
    files = treat(case, sick, folder)
    told = [word for role, path in files.items() for word in (f"--{role}", str(path))]
    done = subprocess.run([*COMMAND, *told], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(done.stderr or done.stdout)
    return json.loads(done.stdout)


def harmful(answer: dict) -> list[str]:
    causes = load().causes
    return [row["id"] for row in answer["causes"] if not causes[row["id"]].benign]


def judged(name: str, case: Case, folder: Path) -> Outcome:
    sick, twin = (diagnosed(case, ill, folder / kind) for ill, kind in ((1, "sick"), (0, "twin")))
    ranked = harmful(sick)
    places = [ranked.index(c) + 1 for c in (case.cause, *case.accepts) if c in ranked]
    well = 1.0 - twin["sick_probability"] > HEALTHY_FROM
    return Outcome(
        name, case.cause, min(places, default=0), ranked[0] if ranked else "-",
        _names(sick, case.line) if case.line else None, twin["causes"][0]["id"], well,
    )  # fmt: skip


def _names(answer: dict, line: str) -> bool:
    """Whether some sentence of the report names the file and the number of the faulty line."""
    here = Path(__file__).parent
    places = [
        f"{path.name}:{number}"
        for path in (here / "models.py", here / "losses.py")
        for number, text in enumerate(path.read_text().splitlines(), 1)
        if line in text
    ]
    told = json.dumps(answer)
    return any(place in told for place in places)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only")
    parser.add_argument("--keep", type=Path, help="leave the files there")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    outcomes = []
    with tempfile.TemporaryDirectory() as scratch:
        root = chosen.keep or Path(scratch)
        for name, case in CASES.items():
            if not chosen.only or chosen.only in name:
                outcomes.append(judged(name, case, root / name.replace(" ", "_")))
                print(f"{outcomes[-1]}", file=sys.stderr, flush=True)
    print(table(outcomes))


def table(outcomes: list[Outcome]) -> str:
    rows = [
        "| model | fault | right at | leading | line named | twin |",
        "|---|---|---:|---|---|---|",
    ]
    for o in outcomes:
        line = "" if o.line is None else "yes" if o.line else "no"
        twin = "healthy" if o.twin_well else o.twin
        rows.append(f"| {o.name} | {o.cause} | {o.place} | {o.leading} | {line} | {twin} |")
    lines = [o.line for o in outcomes if o.line is not None]
    rows.append("")
    rows.append(
        f"Right first {sum(o.place == 1 for o in outcomes)} of {len(outcomes)}, in the first three "
        f"{sum(1 <= o.place <= 3 for o in outcomes)}, twins healthy "
        f"{sum(o.twin_well for o in outcomes)}, lines named {sum(lines)} of {len(lines)}."
    )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
