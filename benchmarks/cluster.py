"""What several machines promise, measured on PostgreSQL, Redis and S3; prints a table.

`python -m benchmarks.cluster [--only load kills ...] [--people N] [--jobs N] [--seconds S]`
"""

import argparse
import logging
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import structlog

from benchmarks.clustered import frozen, kills, load, place, writes
from benchmarks.reliable.claim import Claim
from tests.app.cluster.machines import Machines


def main() -> int:
    asked = _parser().parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    measures: dict[str, Callable[[Path], Iterable[Claim]]] = {
        "kills": lambda folder: kills.measure(folder, asked.rounds),
        "frozen": frozen.measure,
        "writes": writes.measure,
        "load": lambda folder: _load(folder, asked),
    }
    print(f"# Several machines\n\nMeasured on {time.strftime('%Y-%m-%d')}: two web processes and "
          "three workers on one machine of two cores, with PostgreSQL, Redis and an S3 beside "
          "them.\n\n| what | asked | measured | holds |\n|---|---|---|---|")  # fmt: skip
    holds = True
    for name in asked.only or measures:
        with tempfile.TemporaryDirectory() as folder:
            for claim in measures[name](Path(folder)):
                holds &= claim.holds
                print(claim.row(), flush=True)
    return 0 if holds else 1


def _load(folder: Path, asked: argparse.Namespace) -> list[Claim]:
    with place.own(folder) as settings, Machines(folder, settings, webs=2, workers=3) as machines:
        return load.measure(machines, asked.people, asked.jobs, asked.seconds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=["kills", "frozen", "writes", "load"])
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--rounds", type=int, default=40)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
