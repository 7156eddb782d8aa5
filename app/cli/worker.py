"""`whyloss worker`: does the jobs of one or many servers; `whyloss serve` starts one itself."""

import signal
import sys
import threading
from pathlib import Path

import click


@click.command()
@click.option("--queue", "queue_name", default="cpu", show_default=True)
@click.option("--slots", "--concurrency", default=1, show_default=True, help="Jobs at a time.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda:0")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of database and uploads.")
@click.option("--leashed", is_flag=True, hidden=True, help="End when standard input closes.")
def worker(queue_name: str, slots: int, device: str, data: Path | None, leashed: bool) -> None:
    """Measure uploads until interrupted."""
    from dataclasses import replace

    from app import logs
    from app.database import Database
    from app.jobs.worker import Worker
    from app.settings import Settings
    from probes.sandbox import end_all

    settings = Settings(**({"data": data} if data else {}))
    logs.configure(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    database.migrate()
    database.close()
    works = Worker(settings, queue_name, slots)
    works.means = replace(works.means, device=device)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if leashed:
        threading.Thread(target=_follow, args=(ended,), daemon=True).start()
    works.start()
    ended.wait()
    works.stop()
    end_all()


def _follow(ended: threading.Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


if __name__ == "__main__":
    worker()
