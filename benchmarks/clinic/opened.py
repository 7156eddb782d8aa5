"""The log of the locked half: three openings at most, each with its commit and reason."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

LOG = Path(__file__).parents[1] / "results" / "clinic_locked_openings.md"
MOST = 3
HEAD = "# Openings of the clinic's locked half\n\n| when | commit | why |\n|---|---|---|\n"


def log(why: str | None) -> None:
    if not why:
        raise SystemExit("the locked half is opened with --why only")
    before = LOG.read_text("utf-8") if LOG.exists() else HEAD
    if before.count("\n| 2") >= MOST:
        raise SystemExit(f"the locked half has been opened {MOST} times")
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    LOG.write_text(f"{before}| {now} | {_commit()} | {why} |\n", "utf-8")


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty", "--abbrev=10"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
