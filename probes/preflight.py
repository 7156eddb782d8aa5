"""The first look at a file, without torch: may it go on to the probes, and as what?

    look = check(path)
    look.refusal is None -> look.kind, look.format, look.sha256

The file is read in a limited child, so that a file which takes a reader down is refused like any
other.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

from probes.refusal import Refusal
from probes.sandbox.launcher import SandboxFailed
from probes.sandbox.limits import GIB, PREFLIGHT, Limits
from probes.sandbox.supervise import do

# Above what a checkpoint of a one-billion-parameter model takes in 32 bits.
LARGEST_FILE = 8 * GIB
TRIES = 3  # of a look whose process was killed: whose fault it was, the next one tells


@dataclass(frozen=True)
class Preflight:
    """`kind`: history, script, checkpoint, batch or model; `format`: the reader's name."""

    kind: str | None
    format: str | None
    bytes: int
    sha256: str | None
    refusal: Refusal | None = None


def check(
    path: Path,
    largest: int = LARGEST_FILE,
    limits: Limits = PREFLIGHT,
    cancel: threading.Event | None = None,
) -> Preflight:
    """Never raises for a bad file: the refusal says what is wrong."""
    size = path.stat().st_size if path.is_file() else 0
    if refusal := _at_once(path, size, largest):
        return Preflight(None, None, size, None, refusal)
    for _ in range(TRIES):
        ended = do("probes.sandbox.tasks:look", [path], {}, limits, kind="light", cancel=cancel)
        if ended.outcome not in ("lost", "killed"):
            break
    if ended.outcome in ("refused", "lost"):
        raise SandboxFailed(f"the pre-flight failed: {ended.outcome} {ended.told}")
    if ended.outcome != "done":
        code = "crashed" if ended.outcome == "killed" else ended.outcome
        return Preflight(None, None, size, None, Refusal(f"reading_{code}"))
    return _decided(ended.value, size)


def _decided(told: object, size: int) -> Preflight:
    """A child that a file took over may answer anything: then the file is refused."""
    match told:
        case {"kind": str(kind), "format": str(name), "sha256": str(digest), "refusal": None}:
            return Preflight(kind, name, size, digest)
        case {"sha256": str(digest), "refusal": {"code": str(code), "numbers": dict(numbers)}}:
            numbers.pop("self", None)
            return Preflight(None, told.get("format"), size, digest, Refusal(code, **numbers))
    return Preflight(None, None, size, None, Refusal("reading_crashed"))


def _at_once(path: Path, size: int, largest: int) -> Refusal | None:
    if not path.is_file():
        return Refusal("not_a_file")
    if size == 0:
        return Refusal("empty_file")
    if size > largest:
        return Refusal("file_too_large", bytes=size, limit=largest)
    return None
