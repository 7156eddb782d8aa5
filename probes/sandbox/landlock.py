"""Landlock: only the given paths can be read, nothing can be written, no TCP port reached."""

import os
import struct
from collections.abc import Iterable
from pathlib import Path

from probes.sandbox import kernel

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIRECTORY = 1, 2, 4, 8
_DEVICE_CONTROL = 1 << 15
_BELOW_PATH = 1

# What each version of the interface can forbid beyond the 13 rights of the first.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP_BIND_AND_CONNECT = 3  # version 4
_FOREIGN_SOCKETS_AND_SIGNALS = 3  # version 6


def version() -> int:
    """0 where the kernel has no Landlock."""
    try:
        return kernel.syscall("landlock version", _CREATE, 0, 0, 1)
    except OSError:
        return 0


def restrict(readable: Iterable[Path], writable: Iterable[Path] = ()) -> int:
    """The version in force from now on; raises OSError where Landlock is not there."""
    has = version()
    if not has:
        raise OSError("no Landlock in this kernel")
    handled = _FILE_RIGHTS[max(v for v in _FILE_RIGHTS if v <= has)]
    rules = _create(has, handled)
    reading = _READ_FILE | _READ_DIRECTORY
    using = reading | (_WRITE_FILE | _DEVICE_CONTROL) & handled
    for paths, rights in ((readable, reading), (writable, using)):
        for path in paths:
            _allow(rules, path, rights)
    kernel.prctl(kernel.SET_NO_NEW_PRIVILEGES, 1)
    kernel.syscall("landlock_restrict_self", _RESTRICT, rules, 0)
    os.close(rules)
    return has


def _create(has: int, files: int) -> int:
    words = [files]
    if has >= 4:
        words.append(_TCP_BIND_AND_CONNECT)
    if has >= 6:
        words.append(_FOREIGN_SOCKETS_AND_SIGNALS)
    packed = struct.pack(f"{len(words)}Q", *words)
    return kernel.syscall("landlock_create_ruleset", _CREATE, packed, len(packed), 0)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not there cannot be read either
        return
    try:
        allowed = rights if path.is_dir() else rights & ~_READ_DIRECTORY
        rule = struct.pack("=Qi", allowed, place)
        kernel.syscall(f"landlock_add_rule {path}", _ADD_RULE, rules, _BELOW_PATH, rule, 0)
    finally:
        os.close(place)
