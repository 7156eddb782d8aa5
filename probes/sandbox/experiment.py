"""An experiment on a person's files, in the sandbox: what it costs, and what came of it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from probes.sandbox import hearsay
from probes.sandbox.hearsay import Malformed, Refused
from probes.sandbox.launcher import SandboxFailed
from probes.sandbox.limits import Limits
from probes.sandbox.supervise import Ended, Outcome, do

READ_BY_EXPERIMENTS = ("model", "batch", "checkpoint", "validation_batch")
# Beyond its budget an experiment may take so long to read its files and end the step it is in.
GRACE_SECONDS = 30.0
BUDGET = 120.0

OnProgress = Callable[[float], None]


@dataclass(frozen=True)
class Experimented:
    """`told` (verdict, numbers, axis, lines, reports) where the outcome is done.

    `refusal`: why it could not be made, of a file or of the experiment itself.
    """

    outcome: Outcome
    told: Mapping[str, object] | None = None
    refusal: Refused | None = None
    at_floor: bool = False
    seconds: float = 0.0


def experiment(
    files: Mapping[str, Path],
    name: str,
    settings: Mapping[str, object],
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
    device: str = "cpu",
) -> Experimented:
    """`files` by artifact name; `settings`: fix, loss, rate, optimizer, batch_size, budget."""
    budget = float(settings.get("budget") or BUDGET)
    given = limits or Limits()
    bounded = replace(
        given,
        wall_seconds=min(given.wall_seconds, budget + GRACE_SECONDS),
        cpu_seconds=max(given.cpu_seconds, round(2 * (budget + GRACE_SECONDS))),
    )
    job = _Job(files, on_progress or (lambda _: None))
    settings = {**settings, "budget": budget}
    ended = job.do("experiment", {"experiment": name, "settings": settings}, bounded, cancel,
                   device)  # fmt: skip
    told, refusal = None, job.refusal
    if ended.outcome == "done" and refusal is None:
        try:
            told = hearsay.experiment(ended.value)
        except Malformed:
            ended.outcome = "crashed"
    elif ended.outcome == "refused":
        refusal = refusal or Refused(ended.told["code"], ended.told["numbers"])
    return Experimented(ended.outcome, told, refusal, job.at_floor, ended.seconds)


def offers(
    files: Mapping[str, Path], limits: Limits | None = None, device: str = "cpu"
) -> list[dict]:
    """Experiments with their prices. Raises SandboxFailed where the files cannot be read."""
    ended = _Job(files, lambda _: None).do("offer", {}, limits or Limits(), None, device)
    if ended.outcome != "done":
        raise SandboxFailed(f"no prices: {ended.outcome} {ended.told}")
    return hearsay.offers(ended.value)


class _Job:
    def __init__(self, files: Mapping[str, Path], on_progress: OnProgress):
        self.files = {role: files[role] for role in READ_BY_EXPERIMENTS if role in files}
        self.on_progress = on_progress
        self.refusal: Refused | None = None
        self.at_floor = False

    def do(
        self,
        task: str,
        arguments: Mapping[str, object],
        limits: Limits,
        cancel: threading.Event | None,
        device: str,
    ) -> Ended:
        roles = list(self.files)
        told = {"roles": roles, "numbers": list(range(len(roles))), "device": device}
        return do(
            f"probes.sandbox.tasks:{task}",
            list(self.files.values()),
            {**told, **arguments},
            limits,
            kind="cuda" if device.startswith("cuda") else "torch",
            on_event=self._hear,
            cancel=cancel,
        )

    def _hear(self, event: dict) -> None:
        if event["event"] == "hardened":
            self.at_floor = event.get("at_floor") is True
        elif event["event"] == "file":
            _, refusal = hearsay.kind_or_refusal(event)
            self.refusal = self.refusal or refusal
        elif event["event"] == "progress":
            share = event.get("share")
            if not isinstance(share, int | float):
                raise Malformed
            self.on_progress(min(max(float(share), 0.0), 1.0))
