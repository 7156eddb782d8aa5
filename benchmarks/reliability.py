"""What survives kill -9, full disks, hostile files and slow callers; writes a table.

`python -m benchmarks.reliability [--rounds N] [--seconds S] [--only NAME ...]`
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.reliable import callers, corpus, described, kills, machine, uploads, writers
from benchmarks.reliable.claim import Claim

TABLE = Path(__file__).parent / "results" / "reliability.md"
HEAD = (
    "# Reliability\n\nMeasured by `make bench-reliability` on {date}, with "
    "`whyloss serve` on SQLite and a folder.\n\n"
    "| what | asked | measured | holds |\n|---|---|---|---|\n"
)


def main() -> int:
    asked = _parser().parse_args()
    measures: dict[str, Callable[[Path], list[Claim]]] = {
        "kills": lambda folder: kills.measure(folder, asked.rounds, asked.minutes),
        "uploads": lambda folder: uploads.measure(folder, asked.server_kills),
        "writers": lambda folder: writers.measure(folder, asked.seconds),
        "corpus": corpus.measure,
        "callers": callers.measure,
        "machine": lambda folder: machine.measure(folder, asked.lives),
        "described": lambda folder: described.measure(folder, asked.examples),
    }
    claims: list[Claim] = []
    for name, measure in measures.items():
        if asked.only and name not in asked.only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = measure(Path(folder))
        claims += found
        for claim in found:
            print(claim.row(), flush=True)
    if not asked.only:
        TABLE.parent.mkdir(exist_ok=True)
        rows = "\n".join(claim.row() for claim in claims)
        TABLE.write_text(HEAD.format(date=time.strftime("%Y-%m-%d")) + rows + "\n", "utf-8")
    return 0 if all(claim.holds for claim in claims) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=60.0, help="of killing, at most")
    parser.add_argument("--server-kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--lives", type=int, default=60)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--only", nargs="*")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
