"""What hostile code would try from inside: the self-test runs each, one job apiece.

An attack that returns has succeeded; one that the sandbox stops raises, or is killed. They do no
harm where they succeed.
"""

import ctypes
import os
import socket
from contextlib import suppress
from pathlib import Path

DENIED = "denied"
_SEIZE = 0x4206  # attaches without stopping the other process


def read_a_file_of_the_machine(_: dict) -> None:
    Path("/etc/passwd").read_bytes()


def list_a_folder_of_the_machine(_: dict) -> None:
    list(Path("/etc").iterdir())


def read_the_environment_of_the_parent(_: dict) -> None:
    Path(f"/proc/{os.getppid()}/environ").read_bytes()


def write_a_file(_: dict) -> None:
    """In every folder that anybody can usually write to."""
    denied = 0
    folders = ("/tmp", "/dev/shm", "/var/tmp", "/", "/in")
    for folder in folders:
        place = Path(folder) / f"whyloss-self-test-{os.getpid()}"
        try:
            place.write_bytes(b"")
            place.unlink()
        except OSError:
            denied += 1
    if denied == len(folders):
        raise PermissionError


def connect(arguments: dict) -> None:
    with socket.socket() as reaching:
        reaching.settimeout(1)
        reaching.connect(("127.0.0.1", arguments["port"]))


def fork(_: dict) -> None:
    if os.fork() == 0:
        os._exit(0)


def execute(arguments: dict) -> None:
    """The loader of programs lies among the libraries, which every sandbox has to show."""
    loaders = sorted(Path("/").glob("lib*/ld-linux*.so*"))
    for program in ("/bin/true", arguments["python"], *map(str, loaders)):
        with suppress(OSError):
            os.execv(program, [program, "--version"])
    raise PermissionError


def signal_the_parent(_: dict) -> None:
    os.kill(os.getppid(), 0)


def attach_to_the_parent(_: dict) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(_SEIZE, os.getppid(), 0, 0) < 0:
        raise PermissionError(ctypes.get_errno())


def take_more_memory_than_allowed(arguments: dict) -> None:
    taken = bytearray(arguments["memory"] + (64 << 20))
    taken[:: 1 << 12] = b"\1" * len(taken[:: 1 << 12])


def loop_for_ever(_: dict) -> None:
    while True:
        pass


ATTACKS = {
    attack.__name__: attack
    for attack in (
        read_a_file_of_the_machine,
        list_a_folder_of_the_machine,
        read_the_environment_of_the_parent,
        write_a_file,
        connect,
        fork,
        execute,
        signal_the_parent,
        attach_to_the_parent,
        take_more_memory_than_allowed,
        loop_for_ever,
    )
}


def attempt(_files: list[Path], arguments: dict, _emit: object) -> str:
    """The task: what stopped the attack, as `denied`, or that it succeeded."""
    try:
        ATTACKS[arguments["attack"]](arguments)
    except (OSError, MemoryError):
        return DENIED
    return "succeeded"
