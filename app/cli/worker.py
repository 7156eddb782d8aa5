"""`whyloss worker`: does the jobs of one or many servers; `whyloss serve` starts one itself."""

import os
import signal
import sys
import threading
from pathlib import Path

import click

DRAIN_SECONDS = 30.0
NICENESS = 15  # on a machine of both, people who wait for an answer come before files


@click.command()
@click.option(
    "--queue", "queue_name", type=click.Choice(["cpu", "gpu"]), default="cpu", show_default=True
)
@click.option("--slots", "--concurrency", default=1, show_default=True, help="Jobs at a time.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda:0")
@click.option(
    "--drain", default=DRAIN_SECONDS, show_default=True,
    help="Seconds that running jobs get to end after SIGTERM; a second SIGTERM ends them.",
)  # fmt: skip
@click.option("--data", type=click.Path(path_type=Path), help="Folder of database and uploads.")
@click.option("--alive", is_flag=True, help="Start none: exit with 0 if one of this machine lives.")
@click.option("--leashed", is_flag=True, hidden=True, help="End when standard input closes.")
def worker(
    queue_name: str,
    slots: int,
    device: str,
    drain: float,
    data: Path | None,
    alive: bool,
    leashed: bool,
) -> None:
    """Measure uploads until interrupted."""
    from app.settings import Settings

    settings = Settings(**({"data": data} if data else {}))
    if alive:  # every twenty seconds: before what only a worker needs is imported
        raise SystemExit(0 if _is_alive(settings) else 1)
    _work(settings, queue_name, slots, device, drain, leashed)


def _work(settings, queue_name: str, slots: int, device: str, drain: float, leashed: bool) -> None:
    from dataclasses import replace

    from app import logs
    from app.database import Database
    from app.jobs.worker import Worker
    from probes.sandbox import end_all

    os.nice(NICENESS)
    logs.configure(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    gpu = _card(device, slots)
    database = Database(settings.database)
    database.prepare()
    database.close()
    works = Worker(settings, queue_name, slots, gpu=gpu)
    works.means = replace(works.means, device=device)
    ended = threading.Event()

    def end(*_) -> None:
        works.stopping.set() if ended.is_set() else ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    if leashed:
        threading.Thread(target=_follow, args=(ended,), daemon=True).start()
    works.start()
    ended.wait()
    works.drain(0 if leashed else drain)
    works.stop()
    end_all()


def _is_alive(settings) -> bool:
    """For the health check of a container: its workers sign every ten seconds."""
    from app.database import Database
    from app.jobs import signs

    database = Database(settings.database)
    try:
        return signs.here(database)
    finally:
        database.close()


def _card(device: str, slots: int) -> str | None:
    """The card's own number: two workers in two containers may share it without knowing."""
    if not device.startswith("cuda"):
        return None
    from probes import card

    if slots > 1:
        raise click.ClickException("a GPU takes one job at a time: --concurrency 1")
    try:
        return card.identity(device)
    except card.NoSuchCard as error:
        raise click.ClickException(str(error)) from None


def _follow(ended: threading.Event) -> None:
    os.read(sys.stdin.fileno(), 1)  # in Python's buffer it would abort whoever ends first
    ended.set()


if __name__ == "__main__":
    worker()
