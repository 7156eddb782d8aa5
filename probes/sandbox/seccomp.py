"""Seccomp: an allow-list of system calls, built as a BPF program; the rest fails with EPERM.

`fork`, `execve`, `socket`, `kill`, `ptrace`, `mount` are refused by not being named. Calls that can
be turned against other processes are let through only with harmless arguments.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable

from probes.sandbox import kernel
from probes.sandbox.syscalls import FREE, GRAPHICS, NUMBERS

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_CALL, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_AUDIT = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_X32 = 0x4000_0000

_CLONE_THREAD, _CLONE_NEW = 0x0001_0000, 0x7E02_0000
# Duplicating, flags and locks. Not the owner and signal of a descriptor: they send signals.
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 1030)
# Is it a terminal (0x5401, 0x5413), how much is there to read, close on exec or not.
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451)
# Naming threads (15, 16) and memory (PR_SET_VMA); not the signal that ends it with its parent.
_PRCTL = (15, 16, 0x5356_4D41)
_UNIX_SOCKET = 1  # CUDA talks to its own daemon with it


def install(graphics: bool = False) -> None:
    """In force for this process and its threads until they end; needs no_new_privs."""
    code = _program(platform.machine(), os.getpid(), graphics)

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]

    program = Program(len(code) // 8, code)
    by_filter = 2
    kernel.prctl(kernel.SET_SECCOMP, by_filter, ctypes.byref(program))


def _program(machine: str, process: int, graphics: bool) -> bytes:
    if machine not in NUMBERS:
        raise OSError(f"no system call numbers for {machine}")
    numbers = NUMBERS[machine]
    steps = [_step(_LOAD, _ARCHITECTURE), _step(_EQUAL, _AUDIT[machine], 1, 0), _end(_KILL)]
    steps += [_step(_LOAD, _CALL)]
    if machine == "x86_64":
        steps += [_step(_AT_LEAST, _X32, 0, 1), _end(_KILL)]
    free = [*FREE, *GRAPHICS, "ioctl"] if graphics else FREE
    for name in free:
        if name in numbers:
            steps += _when(numbers[name], [_end(_ALLOW)])
    # Without clone3 the C library falls back to clone, whose flags a filter can read.
    steps += _when(numbers["clone3"], [_end(_REFUSE | errno.ENOSYS)])
    steps += _when(numbers["clone"], _threads_only())
    for name, place, values in (
        ("fcntl", 1, _FCNTL),
        ("ioctl", 1, _IOCTL),
        ("prctl", 0, _PRCTL),
        ("prlimit64", 0, (0, process)),
        ("tgkill", 0, (process,)),
        ("socket", 0, (_UNIX_SOCKET,) if graphics else ()),
    ):
        steps += _when(numbers[name], _only(place, values))
    return b"".join([*steps, _end(_REFUSE | errno.EPERM)])


def _step(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, operand)


def _end(action: int) -> bytes:
    return _step(_RETURN, action)


def _when(call: int, then: list[bytes]) -> list[bytes]:
    return [_step(_EQUAL, call, 0, len(then)), *then]


def _argument(place: int) -> bytes:
    """The low half of an argument: the kernel reads no more of an int."""
    return _step(_LOAD, _ARGUMENTS + 8 * place)


def _only(place: int, values: Iterable[int]) -> list[bytes]:
    steps = [_argument(place)]
    for value in values:
        steps += [_step(_EQUAL, value, 0, 1), _end(_ALLOW)]
    return [*steps, _end(_REFUSE | errno.EPERM)]


def _threads_only() -> list[bytes]:
    return [
        _argument(0),
        _step(_ANY_BIT, _CLONE_NEW, 2, 0),
        _step(_ANY_BIT, _CLONE_THREAD, 0, 1),
        _end(_ALLOW),
        _end(_REFUSE | errno.EPERM),
    ]
