"""What 10, 1 000 and 100 000 conversations an hour need, computed from measured costs.

`python -m benchmarks.cluster_sizing` prints what was measured, what is assumed, and the table.
"""

import logging
import math
import tempfile
from pathlib import Path

import structlog

from benchmarks.clustered import needs
from benchmarks.clustered.needs import Needs
from tests.app import backends

RATES = (10, 1_000, 100_000)  # conversations an hour
# Assumed; change them to your own.
PEAK = 3.0  # the busiest minute against the average one
WITH_LOG, WITH_MODEL = 0.3, 0.1  # shares of the conversations that bring such files
MODEL_WEIGHT = 10.0  # a person's model against the small one that was measured
FILES_MIB = 50.0  # of a conversation with files, kept for a day
DAYS = 30  # that a conversation is kept
BUSY = 0.6  # of a core or a slot: above it queues grow
WEB_CONNECTIONS, WORKER_CONNECTIONS = 10, 4  # kept open by a busy process, by a worker of one slot
HOURS = 24


def main() -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder, backends.distributed() as known:
        settings = known.settings(data=Path(folder))
        measured = needs.measure(settings, known.plain_url)
        commits = needs.commits_per_second(known.plain_url)
        known.forget(settings)
    print("# Sizing\n\nMeasured here, on PostgreSQL, Redis and S3:\n")
    print("| what | measured |\n|---|---|")
    for name, value in _told(measured, commits).items():
        print(f"| {name} | {value} |")
    print(
        f"\nAssumed: the busiest minute is {PEAK:g} times the average one; {WITH_LOG:.0%} of the "
        f"conversations bring a log, {WITH_MODEL:.0%} a model that costs {MODEL_WEIGHT:g} times "
        f"the small one; {FILES_MIB:g} MiB of files each, kept for a day; conversations are kept "
        f"for {DAYS} days; nothing is busier than {BUSY:.0%}.\n"
    )
    rows = [needed(measured, rate) for rate in RATES]
    print("| conversations an hour | " + " | ".join(f"{rate:,}" for rate in RATES) + " |")
    print("|---|" + "---|" * len(RATES))
    for name in rows[0]:
        print(f"| {name} | " + " | ".join(row[name] for row in rows) + " |")
    return 0


def _told(measured: Needs, commits: float) -> dict[str, str]:
    return {
        f"web process, processor time of a conversation of {needs.TURNS} turns, one reading and a "
        "report": f"{measured.web_ms:.0f} ms",
        "of it, a turn": f"{measured.turn_ms:.1f} ms",
        "PostgreSQL, processor time of a conversation": f"{measured.database_ms:.0f} ms",
        "statements of a conversation": f"{measured.statements:.0f}",
        "database, a conversation with its indexes": f"{measured.row_bytes / 1024:.1f} KiB",
        "database, an upload with its job": f"{measured.job_bytes / 1024:.1f} KiB",
        "a slot's time for a log": f"{measured.log_seconds:.2f} s",
        "a slot's time for a small model, its batch and log": f"{measured.model_seconds:.2f} s",
        "durable commits of one connection": f"{commits:.0f}/s",
    }


def needed(measured: Needs, rate: int) -> dict[str, str]:
    peak = PEAK * rate / 3600  # conversations a second
    webs = max(math.ceil(peak * measured.web_ms / 1000 / BUSY), 1)
    database = peak * measured.database_ms / 1000 / BUSY
    work = WITH_LOG * measured.log_seconds + WITH_MODEL * MODEL_WEIGHT * measured.model_seconds
    load = peak * work  # slots at work on average, by Little's law
    slots = max(math.ceil(load / BUSY), 1)
    waiting = _waiting(load, slots)
    arriving = peak * (WITH_LOG + WITH_MODEL)
    rows = rate * HOURS * DAYS * (
        measured.row_bytes + (WITH_LOG + WITH_MODEL) * measured.job_bytes
    )  # fmt: skip
    files = rate * HOURS * (WITH_LOG + WITH_MODEL) * FILES_MIB * 2**20
    connections = webs * WEB_CONNECTIONS + slots * WORKER_CONNECTIONS
    return {
        "conversations a second at the peak": f"{peak:.2f}",
        "web processes (a core each)": str(webs),
        "worker slots (a core and 5 GiB each)": str(slots),
        "cores of PostgreSQL": f"{max(database, 0.1):.1f}",
        "connections to PostgreSQL": str(connections),
        "statements a second": f"{peak * measured.statements:.0f}",
        "database after 30 days": _size(rows),
        "files in the store": _size(files),
        "jobs at once, working and waiting": f"{load + waiting:.1f}",
        "mean wait of a job": f"{waiting / arriving:.1f} s",
    }


def _waiting(load: float, slots: int) -> float:
    """Erlang C: how many jobs wait when `load` slots' worth of work meets `slots`."""
    blocked = 1.0
    for number in range(1, slots + 1):
        blocked = load * blocked / (number + load * blocked)
    busy = load / slots
    waits = blocked / (1 - busy * (1 - blocked))
    return waits * busy / (1 - busy)


def _size(amount: float) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TiB"


if __name__ == "__main__":
    raise SystemExit(main())
