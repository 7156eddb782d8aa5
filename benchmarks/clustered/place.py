"""A database, a bucket and a Redis of the benchmark's own; what they hold is gone afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.settings import Settings
from tests.app import backends


@contextmanager
def own(folder: Path, queue_url: str = "") -> Iterator[Settings]:
    with backends.distributed() as known:
        settings = known.settings(data=folder)
        yield settings.model_copy(update={"queue_url": queue_url or settings.queue_url})
        known.forget(settings)


@contextmanager
def services(folder: Path) -> Iterator[Callable[[], Settings]]:
    """Each call makes a new, empty service."""
    made: list[Settings] = []
    with backends.distributed() as known:

        def make() -> Settings:
            made.append(known.settings(data=folder / f"cluster{len(made)}"))
            return made[-1]

        yield make
        for settings in made:
            known.forget(settings)
