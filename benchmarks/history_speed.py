"""How fast histories are read and judged, beside runmedic and trainproof on the same files.

    python -m benchmarks.history_speed [--peers VENV]

Prints Markdown tables. `--peers` is a virtual environment made from requirements-peers.txt.
Processor time throughout: other work on the machine does not count.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.logged import KINDS, write
from probes import artifacts, catalog
from probes.shelf import Shelf, load, names_in

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
TARGET = 200_000  # rows a second
MEMORY_TARGET = 300  # MB for the largest, above the interpreter with NumPy
TOO_LONG = 300  # seconds that a peer is given
_REFUSALS = ("TP-NO-LOSS", '"judged": 0')

_READ = """
import resource, sys, time
from pathlib import Path
from probes.formats.recognise import recognise
path = Path(sys.argv[1]); path.open("rb").read(1); reader = recognise(path)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.process_time(); history = reader.read(path); seconds = time.process_time() - started
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert history.has("train_loss"), history
print(history.rows, seconds, (after - before) / 1024)
"""
_JUDGE = """
import sys
from pathlib import Path
from probes import runner
from probes.formats.recognise import open_upload
history = open_upload(Path(sys.argv[-1]))
told = runner.run({"history": history}, only=sys.argv[1:-1])
assert any(report.state != "unknown" for report in told)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, help="virtual environment with the peers")
    peers = parser.parse_args().peers
    with tempfile.TemporaryDirectory() as folder:
        files = written(Path(folder))
        print("| 1,000,000 rows as | MB | rows/s | memory MB |\n|---|---:|---:|---:|")
        for title, by_size in files.items():
            rows, seconds, memory = read(by_size[SIZES[-1]])
            size = by_size[SIZES[-1]].stat().st_size / 2**20
            print(f"| {title} | {size:.0f} | {rows / seconds:,.0f} | {memory:.0f} |", flush=True)
        print(f"\nTargets: {TARGET:,} rows a second; {MEMORY_TARGET} MB.\n")
        print("Reading and judging, seconds of the whole process:\n")
        print("| history | by | " + " | ".join(f"{rows:,}" for rows in SIZES) + " |")
        print("|---|---|" + "---:|" * len(SIZES))
        for title, by_size in files.items():
            for name, command in commands(peers).items():
                told = [taken([*command, str(path)]) for path in by_size.values()]
                print(f"| {title} | {name} | " + " | ".join(told) + " |", flush=True)
    print("\n-: cannot read it, or not within five minutes.")
    return 0


def written(folder: Path) -> dict[str, dict[int, Path]]:
    files: dict[str, dict[int, Path]] = {}
    for number, title in enumerate(KINDS):
        files[title] = {}
        for rows in SIZES:
            place = folder / f"{number}-{rows}"
            place.mkdir()
            files[title][rows] = write(title, place, rows)
    return files


def read(path: Path) -> tuple[int, float, float]:
    """Rows, seconds and megabytes of one read in a fresh process."""
    told = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    ).stdout.split()
    return int(told[0]), float(told[1]), float(told[2])


def history_probes() -> list[str]:
    """Those that need nothing else, as the peers read nothing else; so none imports torch."""
    shelf, probes = Shelf({}, artifacts), {name: load(catalog, name) for name in names_in(catalog)}
    return [n for n, probe in probes.items() if shelf.sources_of(probe.measure) == {"history"}]


def commands(peers: Path | None) -> dict[str, list[str]]:
    ours = {"whyloss": [sys.executable, "-c", _JUDGE, *history_probes()]}
    if peers is None:
        return ours
    theirs = {
        "runmedic": [str(peers / "bin" / "runmedic"), "diagnose", "--json"],
        "trainproof": [str(peers / "bin" / "trainproof"), "doctor", "--json"],
    }
    return ours | theirs


def taken(command: list[str]) -> str:
    """Processor seconds of a command, start of Python included; `-` where it does not do it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=TOO_LONG)
    except subprocess.TimeoutExpired:
        return "-"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.stderr or any(words in ended.stdout for words in _REFUSALS):
        return "-"
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{spent:.1f}"


if __name__ == "__main__":
    sys.exit(main())
