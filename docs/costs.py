"""What each probe cost when it was last measured."""

from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "benchmarks" / "results" / "each_probe.md"


@cache
def _measured() -> dict[str, str]:
    if not TABLE.exists():
        return {}
    rows = [line.split("|") for line in TABLE.read_text("utf-8").splitlines()]
    return {row[1].strip(" `"): row[2].strip() for row in rows if len(row) > 3 and "`" in row[1]}


def of(probe: str) -> str:
    """In passes of the model; empty where it was not measured."""
    return _measured().get(probe, "")
