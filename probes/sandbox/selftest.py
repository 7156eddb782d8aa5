"""Attacks the sandbox at start, and says what holds; a kernel's version proves nothing."""

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from probes.sandbox.attacks import ATTACKS, DENIED
from probes.sandbox.limits import MIB, Limits
from probes.sandbox.supervise import Ended, do

# floor: files that others sent may be probed. limits: only one's own. none: not even those.
Level = Literal["floor", "limits", "none"]

BY_LIMITS = ("take_more_memory_than_allowed", "loop_for_ever")
_ALLOWED_MEMORY = 128 * MIB
_LIMITS = Limits(memory=_ALLOWED_MEMORY, cpu_seconds=5, wall_seconds=5.0)
_LOOP = Limits(memory=_ALLOWED_MEMORY, cpu_seconds=5, wall_seconds=0.3)

Launch = Callable[..., Ended]


@dataclass(frozen=True)
class SandboxReport:
    """`held` and `broken` are names of attacks (probes/sandbox/attacks.py)."""

    level: Level
    held: tuple[str, ...]
    broken: tuple[str, ...]


def selftest(kind: str = "torch", launch: Launch = do) -> SandboxReport:
    """About 20 ms an attack on a warm sandbox, and 0.3 s for the endless loop.

    Raises SandboxFailed where no child process can be had at all.
    """
    held, broken = [], []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        arguments = {
            "port": listening.getsockname()[1],
            "python": sys.executable,
            "memory": _ALLOWED_MEMORY,
        }
        for attack in ATTACKS:
            limits = _LOOP if attack == "loop_for_ever" else _LIMITS
            task = "probes.sandbox.attacks:attempt"
            ended = launch(task, [], {**arguments, "attack": attack}, limits, kind=kind)
            (held if _was_stopped(ended) else broken).append(attack)
    return SandboxReport(_level(broken), tuple(held), tuple(broken))


def _was_stopped(ended: Ended) -> bool:
    """Denied, or killed. A job that ended by itself without an answer proves nothing."""
    if ended.outcome == "done":
        return ended.value == DENIED
    return ended.exit_status is not None and ended.exit_status < 0


def _level(broken: list[str]) -> Level:
    if not broken:
        return "floor"
    return "none" if set(broken) & set(BY_LIMITS) else "limits"
