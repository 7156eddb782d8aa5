"""Which format a file has, by its content alone, and the one door for reading uploads."""

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from probes import formats
from probes.refusal import Refusal

HEAD_BYTES = 64 * 1024


@cache
def known_formats() -> tuple[ModuleType, ...]:
    """Every reader of the folder; those with LAST_RESORT = True recognise loosely and come last."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    modules = [import_module(f"{formats.__name__}.{name}") for name in names]
    readers = [module for module in modules if hasattr(module, "recognises")]
    return tuple(sorted(readers, key=lambda module: getattr(module, "LAST_RESORT", False)))


def recognise(path: Path) -> ModuleType:
    """The format's module; Refusal with the reason where nobody knows the file."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise Refusal("file_empty")
    for reader in known_formats():
        if reader.recognises(head, path):
            return reader
    raise Refusal("unrecognised_file", bytes=path.stat().st_size)


def open_upload(path: Path) -> object:
    """History, Checkpoint, Batch, Script or GraphFile."""
    return recognise(path).read(path)
