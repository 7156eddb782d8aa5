"""Each write, sync, commit and bell of a visit fails once, and from then on."""

from collections.abc import Iterator
from pathlib import Path

from app.settings import Settings
from benchmarks.clustered import place
from benchmarks.reliable.claim import Claim
from tests.app.cluster import failing


def measure(folder: Path) -> Iterator[Claim]:
    embedded = iter(Settings(data=folder / f"service{n}") for n in range(10_000))
    yield _all("SQLite and a folder", lambda: next(embedded))
    with place.services(folder) as service:
        yield _all("PostgreSQL, Redis and S3", service)


def _all(where: str, service) -> Claim:
    operations = failing.operations(service())
    tried, wrong = 0, []
    for lasts in (False, True):
        for at in range(1, operations + 1):
            settings = service()
            known = failing.visit(settings, failing.Trouble(at, lasts))
            found = failing.after_restart(settings, known)
            wrong += [(at, lasts, problem) for problem in found]
            tried += 1
    shown = f"{len(wrong)} {wrong[:3] or ''}".strip()
    return Claim(
        f"{where}: each of {operations} writes, syncs, commits and bells of a visit fails, once "
        f"or from then on ({tried} visits): not well after a restart", "0", shown, not wrong,
    )  # fmt: skip
