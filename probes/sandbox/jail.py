"""A root of its own: an empty file system that holds the code and the job's files, read-only.

/in/0, /in/1 ...   the files of the job
the rest           Python, its packages and shared libraries, at their usual paths
nothing else       no /etc, no /proc, no /dev, no /home
"""

import os
import site
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from probes.sandbox import kernel

# Any directory will do: only this process sees what is mounted on it, and the files are already
# held by then.
_MOUNT_POINT = "/tmp"
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")


def isolate() -> str:
    """No network, and the right to build jails; once, before any thread starts.

    Root needs no user namespace for it; everybody else gets one in which only they exist.
    """
    flags = kernel.NEW_NETWORK | kernel.NEW_IPC | kernel.NEW_NAMES | kernel.NEW_MOUNTS
    try:
        kernel.unshare(flags)
        how = "root"
    except PermissionError:
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(flags | kernel.NEW_USER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        how = "user"
    kernel.make_mounts_private()
    return how


def code_paths() -> list[Path]:
    """Where Python may still have to read from: modules are imported when first needed."""
    paths = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= {str(Path(sys.base_prefix) / "lib"), *site.getsitepackages(), *_LIBRARIES}
    paths.add(str(Path(__file__).resolve().parents[1]))
    real = {Path(path).resolve() for path in paths if Path(path).is_dir()}
    links = {Path(path) for path in paths if Path(path).is_dir()}
    return _outermost(real | links)


def _outermost(paths: set[Path]) -> list[Path]:
    return sorted(path for path in paths if not paths & set(path.parents))


def enter(files: Sequence[Path], code: Sequence[Path]) -> list[Path]:
    """Change the root; returns the files' paths inside."""
    kernel.unshare(kernel.NEW_MOUNTS)
    inside = [Path("/in") / str(number) for number in range(len(files))]
    held = [(kernel.copy_mount(str(path)), path, True) for path in code]
    held += [
        (kernel.copy_mount(str(source)), target, source.is_dir())
        for source, target in zip(files, inside, strict=True)
    ]
    kernel.mount_memory(_MOUNT_POINT, "size=1m,mode=755")
    try:
        for descriptor, target, is_directory in held:
            _attach(descriptor, Path(_MOUNT_POINT + str(target)), is_directory)
    except OSError:
        kernel.unmount(_MOUNT_POINT)
        raise
    os.chdir(_MOUNT_POINT)
    kernel.pivot_into_working_directory()
    os.chdir("/")
    kernel.make_read_only("/")
    return inside


def _attach(descriptor: int, place: Path, is_directory: bool) -> None:
    (place if is_directory else place.parent).mkdir(parents=True, exist_ok=True)
    if not is_directory:
        place.touch()
    kernel.attach_mount(descriptor, str(place))
    os.close(descriptor)
