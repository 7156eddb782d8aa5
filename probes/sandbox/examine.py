"""Examines an upload in the sandbox: every probe gets its report, whatever one of them does."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from probes.runner import Report, plan, unable
from probes.sandbox.launcher import SandboxFailed
from probes.sandbox.limits import Limits
from probes.sandbox.supervise import Ended, Outcome, do

# A probe that takes the process down is reported and left out; then the others go on. Each such
# loss reads the files anew, so there is an end to it.
MOST_LOSSES = 4
_FINAL: tuple[Outcome, ...] = ("done", "cancelled", "deadline", "too_long_an_answer", "refused")

OnEvent = Callable[[dict], None]


@dataclass(frozen=True)
class FileRead:
    """`kind` is the artifact that the file provides; None with the reason why it does not."""

    name: str
    kind: str | None
    refusal: Mapping[str, object] | None = None  # code and numbers


@dataclass(frozen=True)
class Examination:
    """`outcome` is done unless all was stopped; the reports are complete either way."""

    reports: list[Report]
    files: list[FileRead]
    outcome: Outcome
    layers: tuple[str, ...] = ()
    at_floor: bool = False
    seconds: float = 0.0

    def as_json(self) -> dict[str, object]:
        return asdict(self)


Files = Mapping[str, Path] | Sequence[Path]


def examine(
    files: Files,
    limits: Limits | None = None,
    on_event: OnEvent | None = None,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    only: Iterable[str] | None = None,
) -> Examination:
    """`files` by artifact name (history, checkpoint, model, batch, validation_batch, script) or a
    list whose kinds are told from their content.

    Events: hardened, reading, file, plan, report, lost. If `on_event` raises, the job is killed.
    """
    by_role = isinstance(files, Mapping)
    roles = list(files) if by_role else [None] * len(files)
    paths = list(files.values()) if by_role else list(files)
    job = _Job(paths, roles, limits or Limits(), device, plan(only), on_event or (lambda _: None))
    return job.run(cancel)


@dataclass
class _Job:
    paths: list[Path]
    roles: list[str | None]
    limits: Limits
    device: str
    planned: list[str]
    on_event: OnEvent
    reports: dict[str, Report] = field(default_factory=dict)
    files: dict[int, FileRead] = field(default_factory=dict)
    reading: int | None = None
    hardened: dict = field(default_factory=dict)

    def run(self, cancel: threading.Event | None) -> Examination:
        started = time.monotonic()
        outcome: Outcome = "done"
        for _ in range(MOST_LOSSES):
            left = self.limits.wall_seconds - (time.monotonic() - started)
            ended = self._once(replace(self.limits, wall_seconds=max(left, 0.0)), cancel)
            outcome = ended.outcome
            if outcome in _FINAL or not self._lose(outcome):
                break
        if outcome == "refused":
            raise SandboxFailed(f"the probe process failed: {ended.told}")
        return self._result(outcome, time.monotonic() - started)

    def _once(self, limits: Limits, cancel: threading.Event | None) -> Ended:
        self.reading = None
        readable = [n for n in range(len(self.paths)) if n not in self._refused()]
        return do(
            "probes.sandbox.tasks:examine",
            [self.paths[n] for n in readable],
            {
                "roles": [self.roles[n] for n in readable],
                "numbers": readable,
                "device": self.device,
                "only": self._open(),
            },
            limits,
            kind="cuda" if self.device.startswith("cuda") else "torch",
            on_event=self._hear,
            cancel=cancel,
        )

    def _refused(self) -> set[int]:
        return {number for number, file in self.files.items() if file.refusal}

    def _open(self) -> list[str]:
        return [finding for finding in self.planned if finding not in self.reports]

    def _hear(self, event: dict) -> None:
        kind = event["event"]
        if kind == "hardened":
            self.hardened = event
        elif kind == "reading":
            self.reading = event["file"]
        elif kind == "file":
            name = self.paths[event["file"]].name
            self.files[event["file"]] = FileRead(name, event["kind"], event["refusal"])
        elif kind == "plan":
            self.reading = None
        elif kind == "report":
            self._keep(Report(**{name: v for name, v in event.items() if name != "event"}))
        self.on_event(event)

    def _keep(self, report: Report) -> None:
        self.reports[report.finding] = report

    def _lose(self, outcome: Outcome) -> bool:
        """Blame what was being done; True if there is anything left to go on with."""
        if outcome == "lost":
            return True
        if self.reading is not None:
            refusal = {"code": f"reading_{outcome}", "numbers": {}}
            self.files[self.reading] = FileRead(self.paths[self.reading].name, None, refusal)
            return True
        if not self._open():
            return False
        blamed = unable(self._open()[0], outcome)
        self._keep(blamed)
        self.on_event({"event": "report", **blamed.as_json()})
        return bool(self._open())

    def _result(self, outcome: Outcome, seconds: float) -> Examination:
        for finding in self._open():
            self._keep(unable(finding, outcome))
        unread = FileRead("", None, {"code": f"reading_{outcome}", "numbers": {}})
        return Examination(
            [self.reports[finding] for finding in self.planned],
            [
                self.files.get(number, replace(unread, name=path.name))
                for number, path in enumerate(self.paths)
            ],
            outcome,
            tuple(self.hardened.get("layers", ())),
            bool(self.hardened.get("at_floor")),
            round(seconds, 3),
        )
