"""Our end of the zygotes: start them, hand them jobs, replace them when they die.

One zygote a kind serves all threads of this process: `light` reads files without torch, `torch`
runs probes on the CPU, `cuda` on the graphics card: only its children ever start CUDA.
"""

import atexit
import itertools
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from probes.sandbox.limits import Limits

# Importing torch from a cold disk on a busy machine was seen to take 5 s.
LONGEST_START = 120.0
_KEPT_VARIABLES = ("LD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT")


class SandboxFailed(RuntimeError):
    """The sandbox itself could not start; no fault of the file."""


@dataclass
class Launched:
    """A running job: its events, how it ended, and the zygote that can kill it."""

    job: int
    zygote: "Zygote"
    events: int
    ending: int

    def kill(self) -> None:
        self.zygote.kill(self.job)

    def close(self) -> None:
        os.close(self.events)
        os.close(self.ending)


class Zygote:
    _numbers = itertools.count(1)

    def __init__(self, kind: str):
        self.kind = kind
        self._sending = threading.Lock()
        self._control, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "probes.sandbox.zygote", kind],
                stdin=its_end.fileno(),
                stdout=subprocess.DEVNULL,
                env=_environment(kind),
                start_new_session=True,
            )
        finally:
            its_end.close()
        self.isolation = self._wait_until_ready()

    def _wait_until_ready(self) -> str:
        self._control.settimeout(LONGEST_START)
        try:
            message = self._control.recv(4096)
        except OSError:
            message = b""
        self._control.settimeout(None)
        if not message:
            self.end()
            raise SandboxFailed(f"the {self.kind} process did not start")
        return json.loads(message)["ready"]

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def launch(
        self,
        task: str,
        files: Sequence[Path],
        arguments: dict,
        limits: Limits,
        code: Sequence[ModuleType] = (),
    ) -> Launched:
        job = next(self._numbers)
        request = {
            "do": "run",
            "job": job,
            "task": task,
            "files": [str(path.absolute()) for path in files],
            "code": [package.__name__ for package in code],
            "arguments": arguments,
            "limits": limits.as_json(),
            "graphics": self.kind == "cuda",
        }
        events, its_events = os.pipe()
        ending, its_ending = os.pipe()
        try:
            with self._sending:
                message = json.dumps(request).encode()
                socket.send_fds(self._control, [message], [its_events, its_ending])
        except OSError as error:
            os.close(events)
            os.close(ending)
            raise SandboxFailed(f"the {self.kind} process is gone") from error
        finally:
            os.close(its_events)
            os.close(its_ending)
        return Launched(job, self, events, ending)

    def kill(self, job: int) -> None:
        with suppress(OSError), self._sending:
            self._control.send(json.dumps({"do": "kill", "job": job}).encode())

    def end(self) -> None:
        """The kernel ends its jobs with it."""
        self._control.close()
        self.process.kill()
        self.process.wait()


_zygotes: dict[str, Zygote] = {}
_starting = threading.Lock()


def zygote(kind: str) -> Zygote:
    """The living one of this kind, started now if need be."""
    with _starting:
        if kind not in _zygotes or not _zygotes[kind].alive:
            if kind in _zygotes:
                _zygotes.pop(kind).end()
            _zygotes[kind] = Zygote(kind)
        return _zygotes[kind]


def end_all() -> None:
    with _starting:
        while _zygotes:
            _zygotes.popitem()[1].end()


def _forget_after_fork() -> None:
    """A forked copy of this process must not share the control sockets; it starts its own."""
    global _starting
    _starting = threading.Lock()
    _zygotes.clear()


def _environment(kind: str) -> dict[str, str]:
    """No secret of ours: a job could not read it from memory it never had."""
    ours = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    cuda = os.environ.get("CUDA_VISIBLE_DEVICES")
    if kind != "cuda":
        ours["CUDA_VISIBLE_DEVICES"] = ""
    elif cuda is not None:
        ours["CUDA_VISIBLE_DEVICES"] = cuda
    # Asks for cards without starting CUDA, which would not survive the fork.
    ours["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"
    return (
        ours
        | threads
        | {
            "PYTHONPATH": os.pathsep.join(_import_paths()),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "HOME": "/nonexistent",
        }
    )


def _import_paths() -> list[str]:
    package_root = str(Path(__file__).resolve().parents[2])
    return list(dict.fromkeys([package_root, *(path for path in sys.path if path)]))


atexit.register(end_all)
os.register_at_fork(after_in_child=_forget_after_fork)
