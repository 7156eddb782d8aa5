"""When an experiment has to end: its budget of seconds, and the person's cancel."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[float], None]
Cancel = Callable[[], bool]


@dataclass
class Watchdog:
    """`ended` tells why: budget, cancelled, or empty while it may go on."""

    budget: float = 60.0  # seconds
    progress: Progress | None = None
    cancel: Cancel | None = None
    started: float = field(default_factory=time.perf_counter)
    ended: str = ""

    def may_go_on(self, share: float) -> bool:
        """`share` of the work is done. Called before every step."""
        if self.progress is not None:
            self.progress(min(share, 1.0))
        if self.cancel is not None and self.cancel():
            self.ended = "cancelled"
        elif self.seconds > self.budget:
            self.ended = "budget"
        return not self.ended

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started
