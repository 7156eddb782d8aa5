"""Examines an upload in the sandbox: every probe gets its report, whatever one of them does."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import ModuleType

from probes import catalog
from probes.runner import Report, plan, unable
from probes.sandbox import hearsay
from probes.sandbox.hearsay import Malformed, Refused
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
    refusal: Refused | None = None


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
    catalog: ModuleType = catalog,
    drawn: Iterable[str] = (),
) -> Examination:
    """`files` by artifact name (history, checkpoint, model, batch, validation_batch, script) or a
    list whose kinds are told from their content.

    Events: hardened, reading, file, plan, report, pictures (but those `drawn`), lost. If
    `on_event` raises, the job is killed.
    """
    by_role = isinstance(files, Mapping)
    roles = list(files) if by_role else [None] * len(files)
    paths = list(files.values()) if by_role else list(files)
    job = _Job(
        paths,
        roles,
        limits or Limits(),
        device,
        catalog,
        plan(only, catalog),
        on_event or (lambda _: None),
        list(drawn),
    )
    return job.run(cancel)


@dataclass
class _Job:
    paths: list[Path]
    roles: list[str | None]
    limits: Limits
    device: str
    catalog: ModuleType
    planned: list[str]
    on_event: OnEvent
    drawn: list[str]
    reports: dict[str, Report] = field(default_factory=dict)
    files: dict[int, FileRead] = field(default_factory=dict)
    reading: int | None = None
    spared: set[int | str] = field(default_factory=set)
    layers: tuple[str, ...] = ()
    at_floor: bool = False

    def run(self, cancel: threading.Event | None) -> Examination:
        started = time.monotonic()
        outcome: Outcome = "done"
        for _ in range(MOST_LOSSES):
            left = self.limits.wall_seconds - (time.monotonic() - started)
            ended = self._once(replace(self.limits, wall_seconds=max(left, 0.0)), cancel)
            outcome = ended.outcome
            if outcome in _FINAL:
                break
            if not self._lose(outcome):
                outcome = "done"
                break
        if outcome in ("refused", "lost"):
            raise SandboxFailed(f"the probe process failed: {outcome} {ended.told}")
        return self._result("crashed" if outcome == "killed" else outcome,
                            time.monotonic() - started)  # fmt: skip

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
                "catalog": self.catalog.__name__,
                "only": self._open(),
                "drawn": self.drawn,
            },
            limits,
            kind="cuda" if self.device.startswith("cuda") else "torch",
            code=[self.catalog],
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
            self.layers = tuple(map(str, event.get("layers") or ()))
            self.at_floor = event.get("at_floor") is True
        elif kind == "reading":
            self.reading = hearsay.file_number(event, len(self.paths))
        elif kind == "file":
            self._file(hearsay.file_number(event, len(self.paths)), *hearsay.kind_or_refusal(event))
        elif kind == "plan":
            self.reading = None
        elif kind == "report":
            self._keep(hearsay.report(event))
        self.on_event(event)

    def _file(self, number: int, kind: str | None, refusal: Refused | None) -> None:
        self.files[number] = FileRead(self.paths[number].name, kind, refusal)

    def _keep(self, report: Report) -> None:
        if report.finding not in self._open():
            raise Malformed
        self.reports[report.finding] = report

    def _lose(self, outcome: Outcome) -> bool:
        """Blame what was being done; True if there is anything left to go on with."""
        if outcome == "lost" or (outcome == "killed" and self._spare()):
            return True
        outcome = "crashed" if outcome == "killed" else outcome
        if self.reading is not None:
            self._file(self.reading, None, Refused(f"reading_{outcome}", {}))
            return True
        if not self._open():
            return False
        blamed = unable(self._open()[0], outcome)
        self._keep(blamed)
        self.on_event({"event": "report", **blamed.as_json()})
        return bool(self._open())

    def _spare(self) -> bool:
        """Whoever was killed is tried once more: somebody else may have done it."""
        doing = self.reading if self.reading is not None else next(iter(self._open()), "")
        known = doing in self.spared
        self.spared.add(doing)
        return not known

    def _result(self, outcome: Outcome, seconds: float) -> Examination:
        for finding in self._open():
            self._keep(unable(finding, outcome))
        for number in set(range(len(self.paths))) - set(self.files):
            self._file(number, None, Refused(f"reading_{outcome}", {}))
        return Examination(
            [self.reports[finding] for finding in self.planned],
            [self.files[number] for number in range(len(self.paths))],
            outcome,
            self.layers,
            self.at_floor,
            round(seconds, 3),
        )
