"""Takes from a freshly forked, single-threaded process everything that a job does not need."""

import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from probes.sandbox import jail, kernel, landlock, seccomp
from probes.sandbox.limits import Limits

NOBODY = 65534
# Not the whole of /proc: the command lines of other processes are there.
_GRAPHICS_READ = (
    *(f"/proc/{name}" for name in ("self", "driver", "devices", "cpuinfo", "meminfo", "stat")),
    *(f"/sys/{name}" for name in ("devices", "module", "bus/pci")),
    "/etc/ld.so.cache",
)


@dataclass(frozen=True)
class Ground:
    """What a fork starts from: its parent, the code it may read, the bytes already mapped."""

    parent: int
    code: tuple[Path, ...]
    address_space: int
    data: int

    @staticmethod
    def of_this_process() -> "Ground":
        pages = Path("/proc/self/statm")
        counts = [int(count) for count in pages.read_text().split()] if pages.exists() else [0] * 7
        page = resource.getpagesize()
        return Ground(os.getpid(), tuple(jail.code_paths()), counts[0] * page, counts[5] * page)


@dataclass(frozen=True)
class Hardened:
    """Which layers are in force, and why the others are not."""

    layers: tuple[str, ...]
    missing: dict[str, str]
    files: tuple[Path, ...]

    @property
    def at_floor(self) -> bool:
        """System calls filtered and the file system cut off: no file, network or process."""
        return "seccomp" in self.layers and bool({"jail", "landlock"} & set(self.layers))


def harden(files: Sequence[Path], ground: Ground, limits: Limits, graphics: bool) -> Hardened:
    """From here on the given files can be read (at the returned paths), and little else done."""
    layers: list[str] = []
    missing: dict[str, str] = {}
    inside = [path.resolve() for path in files]

    def attempt(layer: str, act: Callable[[], object]) -> object:
        try:
            result = act()
        except OSError as error:
            missing[layer] = str(error)
            return None
        layers.append(layer)
        return result

    mapped = 2 * sum(path.stat().st_size for path in inside if path.is_file())
    if graphics:
        missing["jail"] = "a CUDA job needs the devices"
    elif moved := attempt("jail", lambda: jail.enter(inside, ground.code)):
        inside = moved
    must_read = inside if "jail" in layers else [*inside, *ground.code]
    _become(_who_can_read(must_read))
    _end_with(ground.parent)
    attempt("no_new_privs", lambda: kernel.prctl(kernel.SET_NO_NEW_PRIVILEGES, 1))
    _limit(limits, ground, mapped, graphics)
    readable, writable = [*ground.code, *inside], []
    if graphics:
        readable += map(Path, _GRAPHICS_READ)
        writable = [Path("/proc/self/task"), *Path("/dev").glob("nvidia*")]
    attempt("landlock", lambda: landlock.restrict(readable, writable))
    attempt("seccomp", lambda: seccomp.install(graphics))
    return Hardened(tuple(layers), missing, tuple(inside))


def _who_can_read(paths: Sequence[Path]) -> int | None:
    """Root becomes nobody, or the owner of what nobody could not read or reach; others stay."""
    if os.geteuid() != 0:
        return None
    looks = [(path, 0o004) for path in paths]
    looks += [(folder, 0o001) for path in paths for folder in path.parents]
    for path, right in looks:
        facts = path.stat()
        if not facts.st_mode & right:
            return facts.st_uid
    return NOBODY


def _become(user: int | None) -> None:
    if user is not None:
        os.setgroups([])
        group = NOBODY if user == NOBODY else user
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
    if sys.platform == "linux":
        kernel.drop_capabilities()


def _end_with(parent: int) -> None:
    """Killed when the zygote dies. After the change of user, which would clear it."""
    if sys.platform == "linux":
        kernel.prctl(kernel.SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        kernel.prctl(kernel.SET_DUMPABLE, 0)
    if os.getppid() != parent:
        os._exit(1)


def _limit(limits: Limits, ground: Ground, mapped: int, graphics: bool) -> None:
    if not graphics:  # CUDA reserves address space by the hundred gigabytes
        # Mapped files, maybe twice, take address space, but no memory of ours.
        _set(resource.RLIMIT_AS, ground.address_space + limits.memory + mapped)
    _set(resource.RLIMIT_DATA, ground.data + limits.memory)
    _set(resource.RLIMIT_CPU, limits.cpu_seconds, spare=1)  # first a signal that says why
    _set(resource.RLIMIT_NOFILE, limits.open_files)
    _set(resource.RLIMIT_NPROC, limits.threads)
    for nothing in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK):
        _set(nothing, 0)


def _set(which: int, most: int, spare: int = 0) -> None:
    """Never above what the process already had."""
    hard = resource.getrlimit(which)[1]
    ceiling = most + spare if hard == resource.RLIM_INFINITY else min(most + spare, hard)
    resource.setrlimit(which, (min(most, ceiling), ceiling))
