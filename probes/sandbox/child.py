"""The life of one job: close everything, harden, do the task, answer, end."""

import json
import os
from collections.abc import Callable
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from probes.plain import plain
from probes.refusal import Refusal
from probes.sandbox.harden import Ground, harden
from probes.sandbox.limits import Limits

EVENTS = 3
Emit = Callable[[dict], None]
# A task gets the files' paths inside, its arguments, and where to tell progress.
Task = Callable[[list[Path], dict, Emit], object]


def live(request: dict, events: int, ground: Ground) -> NoReturn:
    """In the fork; never returns. Events: hardened, the task's own, then result or error."""
    try:
        os.setsid()
        _close_all_but(events)
        _emit(_work(request, ground))
    except BaseException as error:  # nothing may escape into the zygote's loop
        _last_words(error)
    finally:
        os._exit(0)


def _work(request: dict, ground: Ground) -> dict:
    task = _function(request["task"])
    known = {field.name for field in fields(Limits)}
    limits = Limits(**{name: v for name, v in request["limits"].items() if name in known})
    files = [Path(path) for path in request["files"]]
    ground = _with_packages(ground, request["code"])
    hardened = harden(files, ground, limits, request["graphics"])
    _emit(
        {
            "event": "hardened",
            "layers": list(hardened.layers),
            "missing": hardened.missing,
            "at_floor": hardened.at_floor,
        }
    )
    value = task(list(hardened.files), request["arguments"], _emit)
    return {"event": "result", "value": plain(value)}


def _with_packages(ground: Ground, names: list[str]) -> Ground:
    """Imported while they can still be found; their modules can be read later."""
    folders = [Path(folder) for name in names for folder in import_module(name).__path__]
    new = [f for f in folders if not any(f.is_relative_to(known) for known in ground.code)]
    return replace(ground, code=(*ground.code, *new))


def _function(name: str) -> Task:
    """Named by our own process, never by an upload."""
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def _close_all_but(events: int) -> None:
    os.dup2(events, EVENTS)
    os.closerange(EVENTS + 1, os.sysconf("SC_OPEN_MAX"))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)


def _emit(event: dict) -> None:
    line = json.dumps(event, allow_nan=False).encode() + b"\n"
    while line:
        line = line[os.write(EVENTS, line) :]


def _last_words(error: BaseException) -> None:
    if isinstance(error, Refusal):
        told = {"code": error.code, "numbers": plain(error.numbers)}
    elif isinstance(error, MemoryError):
        told = {"code": "out_of_memory", "numbers": {}}
    else:
        told = {"code": "failed", "numbers": {"error": type(error).__name__}}
    try:
        _emit({"event": "error", **told})
    except BaseException:  # a reader that is gone, or no memory left: the ending tells it
        return
