"""The Linux calls that Python does not wrap, through ctypes; each raises OSError when refused."""

import ctypes
import functools
import os
import platform
import sys

SET_PARENT_DEATH_SIGNAL, SET_DUMPABLE, SET_SECCOMP, SET_NO_NEW_PRIVILEGES = 1, 4, 22, 38
NEW_MOUNTS, NEW_NAMES, NEW_IPC = 0x0002_0000, 0x0400_0000, 0x0800_0000
NEW_USER, NEW_NETWORK = 0x1000_0000, 0x4000_0000
DETACH = 2
READ_ONLY, NO_SETUID, NO_DEVICES = 1, 2, 4

_HERE = -100  # AT_FDCWD
_EMPTY_PATH, _RECURSIVE, _CLONE_TREE, _CLOSE_ON_EXEC = 0x1000, 0x8000, 1, 0o2000000
_MOVE_FROM_DESCRIPTOR = 4

# Calls younger than 2019 have one number on every architecture.
_OPEN_TREE, _MOVE_MOUNT, _MOUNT_SETATTR = 428, 429, 442
_OLDER = {
    "x86_64": {"pivot_root": 155, "capset": 126},
    "aarch64": {"pivot_root": 41, "capset": 91},
}


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "user")]


@functools.cache
def _libc() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError("the sandbox needs Linux")
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(what: str, number: int, *arguments: object) -> int:
    return _checked(_libc().syscall(ctypes.c_long(number), *map(_word, arguments)), what)


def _word(argument: object) -> object:
    return ctypes.c_long(argument) if isinstance(argument, int) else argument


def prctl(option: int, *arguments: object) -> None:
    padded = [*arguments, 0, 0, 0, 0][:4]
    words = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in padded]
    _checked(_libc().prctl(option, *words), f"prctl {option}")


def unshare(flags: int) -> None:
    _checked(_libc().unshare(flags), "unshare")


def make_mounts_private() -> None:
    """Nothing mounted from now on is seen outside this mount namespace."""
    recursive, private = 1 << 14, 1 << 18
    flags = ctypes.c_ulong(recursive | private)
    _checked(_libc().mount(None, b"/", None, flags, None), "make mounts private")


def mount_memory(at: str, options: str) -> None:
    flags = ctypes.c_ulong(NO_SETUID | NO_DEVICES)
    done = _libc().mount(b"tmpfs", os.fsencode(at), b"tmpfs", flags, options.encode())
    _checked(done, f"mount a tmpfs at {at}")


def unmount(at: str) -> None:
    _checked(_libc().umount2(os.fsencode(at), DETACH), f"unmount {at}")


def copy_mount(path: str) -> int:
    """A descriptor of a private copy of the tree below `path`, not yet visible anywhere."""
    flags = _CLONE_TREE | _CLOSE_ON_EXEC | _RECURSIVE
    return syscall(f"open_tree {path}", _OPEN_TREE, _HERE, os.fsencode(path), flags)


def attach_mount(descriptor: int, at: str) -> None:
    target = os.fsencode(at)
    syscall(f"move_mount {at}", _MOVE_MOUNT, descriptor, b"", _HERE, target, _MOVE_FROM_DESCRIPTOR)


def make_read_only(at: str) -> None:
    """The mount at `at` and all below it: no writing, no set-uid programs, no devices."""
    attributes = _MountAttributes(set=READ_ONLY | NO_SETUID | NO_DEVICES)
    size = ctypes.sizeof(attributes)
    reference = ctypes.byref(attributes)
    syscall("mount_setattr", _MOUNT_SETATTR, _HERE, os.fsencode(at), _RECURSIVE, reference, size)


def pivot_into_working_directory() -> None:
    """The working directory becomes the root; the old root is let go of."""
    syscall("pivot_root", older("pivot_root"), b".", b".")
    unmount(".")


def drop_capabilities() -> None:
    version_3 = (ctypes.c_uint32 * 2)(0x2008_0522, 0)
    none = (ctypes.c_uint32 * 6)()
    syscall("capset", older("capset"), version_3, none)


def older(name: str) -> int:
    numbers = _OLDER.get(platform.machine())
    if numbers is None:
        raise OSError(f"no system call numbers for {platform.machine()}")
    return numbers[name]
