"""Follows one job from its launch to its end: events, deadline, silence, cancel, reply size."""

import json
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Literal

from probes.plain import plain
from probes.sandbox.hearsay import Malformed
from probes.sandbox.launcher import Launched, SandboxFailed, zygote
from probes.sandbox.limits import Limits

Outcome = Literal[
    "done", "refused", "cancelled", "deadline", "stalled", "too_long_an_answer", "out_of_memory",
    "cpu_time", "crashed", "killed", "lost"
]  # fmt: skip
OnEvent = Callable[[dict], None]


# How often cancel is looked at, and how long a killed job may take to be gone.
_TICK = 0.05
_LONGEST_BURIAL = 1.0


@dataclass
class Ended:
    """How a job ended. `value` is its answer if done; `told` the error it told itself."""

    outcome: Outcome
    value: object = None
    told: dict = field(default_factory=dict)
    exit_status: int | None = None
    cpu_seconds: float = 0.0
    memory: int = 0
    seconds: float = 0.0


def do(
    task: str,
    files: Sequence[Path],
    arguments: dict,
    limits: Limits,
    *,
    kind: str = "torch",
    code: Sequence[ModuleType] = (),
    on_event: OnEvent | None = None,
    cancel: threading.Event | None = None,
) -> Ended:
    """`task` is `module:function(paths, arguments, emit)`; `code` are packages that it needs
    besides ours. The outcome `lost` says that the zygote died, through no fault of the job;
    `killed`, that somebody killed the child: perhaps no fault of its own either, or the memory
    of the machine was short.
    """
    if cancel is not None and cancel.is_set():
        return Ended("cancelled")
    owner = zygote(kind)
    started = time.monotonic()
    try:
        launched = owner.launch(task, files, arguments, limits, code)
    except SandboxFailed:
        owner.end()
        return Ended("lost")
    try:
        follower = _Follower(launched, limits, on_event, cancel)
        ended = follower.follow(started)
        ended.seconds = time.monotonic() - started
        return ended
    finally:
        launched.kill()
        launched.close()


class _Follower:
    def __init__(
        self,
        launched: Launched,
        limits: Limits,
        on_event: OnEvent | None,
        cancel: threading.Event | None,
    ):
        self.launched = launched
        self.limits = limits
        self.on_event = on_event or (lambda _: None)
        self.cancel = cancel or threading.Event()
        self.rest = b""
        self.heard = 0
        self.quiet_since = 0.0
        self.last: dict = {}

    def follow(self, started: float) -> Ended:
        stopped = self._listen(started)
        if stopped:
            self.launched.kill()
        return self._bury(stopped)

    def _listen(self, started: float) -> Outcome | None:
        """Why we stopped listening; None if the job closed its side."""
        self.quiet_since = started
        while not (stopped := self._out_of_time(started)):
            if not select.select([self.launched.events], [], [], _TICK)[0]:
                continue
            chunk = os.read(self.launched.events, 1 << 16)
            if not chunk:
                return None
            self.quiet_since = time.monotonic()
            self.heard += len(chunk)
            if self.heard > self.limits.reply_bytes:
                return "too_long_an_answer"
            if not self._take(chunk):
                return "crashed"
        return stopped

    def _out_of_time(self, started: float) -> Outcome | None:
        now = time.monotonic()
        if self.cancel.is_set():
            return "cancelled"
        if now > started + self.limits.wall_seconds:
            return "deadline"
        return "stalled" if now > self.quiet_since + self.limits.stall_seconds else None

    def _take(self, chunk: bytes) -> bool:
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        for line in lines:
            try:
                self._hear(plain(json.loads(line)))
            except (ValueError, RecursionError, Malformed):
                return False
        return True

    def _hear(self, event: object) -> None:
        """A job that was taken over may say anything: only the shape is trusted that is checked."""
        if not isinstance(event, dict) or not isinstance(kind := event.get("event"), str):
            raise Malformed
        if kind == "result":
            self.last = {"event": kind, "value": event.get("value")}
        elif kind == "error":
            numbers = event.get("numbers")
            told = {"code": str(event.get("code")), "numbers": numbers}
            self.last = {
                "event": kind,
                **told,
                "numbers": numbers if isinstance(numbers, dict) else {},
            }
        else:
            self.on_event(event)

    def _bury(self, stopped: Outcome | None) -> Ended:
        written = b""
        if select.select([self.launched.ending], [], [], _LONGEST_BURIAL)[0]:
            written = os.read(self.launched.ending, 4096)
        if not written:  # a zygote that is dead or does not answer is replaced
            self.launched.zygote.end()
            return Ended(stopped or "lost")
        told = json.loads(written)
        ended = Ended(
            stopped or self._outcome(told),
            exit_status=told["exit"],
            cpu_seconds=told["cpu_seconds"],
            memory=told["memory"],
        )
        if ended.outcome == "done":
            ended.value = self.last["value"]
        elif ended.outcome == "refused":
            ended.told = {"code": self.last["code"], "numbers": self.last["numbers"]}
        return ended

    def _outcome(self, told: dict) -> Outcome:
        if self.last.get("event") == "result" and told["exit"] == 0:
            return "done"
        if self.last.get("event") == "error":
            return "out_of_memory" if self.last["code"] == "out_of_memory" else "refused"
        if told["exit"] == -signal.SIGXCPU or told["cpu_seconds"] > self.limits.cpu_seconds:
            return "cpu_time"
        return "killed" if told["exit"] == -signal.SIGKILL else "crashed"
