"""Tasks of a hostile job, run only inside the sandbox by the tests beside this file."""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import time
from pathlib import Path

import numpy


def good(files, arguments, emit):
    emit({"event": "note", "text": "here"})
    return [path.read_text() for path in files]


def list_the_root(files, arguments, emit):
    return sorted(path.name for path in Path("/").iterdir())


def import_something_new(files, arguments, emit):
    import xmlrpc.client

    return xmlrpc.client.__name__


def environment(files, arguments, emit):
    return dict(os.environ)


def train(files, arguments, emit):
    import torch

    model = torch.nn.Sequential(torch.nn.Linear(8, 32), torch.nn.ReLU(), torch.nn.Linear(32, 2))
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    x, y = torch.randn(64, 8), torch.randint(0, 2, (64,))
    losses = []
    for _ in range(20):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def twenty_gigabytes_of_tensors(files, arguments, emit):
    import torch

    return len([torch.ones(1 << 28) for _ in range(20)])


def six_gigabytes_of_bytes(files, arguments, emit):
    return len(b"x" * (6 << 30))


def python_loop(files, arguments, emit):
    while True:
        pass


def c_loop(files, arguments, emit):
    import torch

    a = torch.randn(8000, 8000)
    while True:
        a = a @ a


def sleep(files, arguments, emit):
    emit({"event": "asleep", "process": os.getpid()})
    time.sleep(60)


def segmentation_fault(files, arguments, emit):
    ctypes.string_at(0)


def long_reply(files, arguments, emit):
    for _ in range(800):
        emit({"event": "note", "text": "x" * 4000})


def garbage_on_the_pipe(files, arguments, emit):
    os.write(3, b"\xff\x00not json\n")
    time.sleep(60)


def event_without_a_shape(files, arguments, emit):
    os.write(3, b'[["event"]]\n')
    time.sleep(60)


def forged_answer_then_death(files, arguments, emit):
    emit({"event": "result", "value": "all is well"})
    os.abort()


def forged_reports(files, arguments, emit):
    emit({"event": "file", "file": 10**9, "kind": [], "refusal": "none"})


def fork_bomb(files, arguments, emit):
    made = 0
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        made += 1
    return made


def system(files, arguments, emit):
    return os.waitstatus_to_exitcode(os.system("id"))


def unix_socket(files, arguments, emit):
    socket.socketpair()


def new_user_namespace(files, arguments, emit):
    _call("unshare", 0x1000_0000)


def memory_file(files, arguments, emit):
    os.memfd_create("x")


def kill_the_parent(files, arguments, emit):
    os.kill(os.getppid(), signal.SIGKILL)


def signal_the_parents_thread(files, arguments, emit):
    number = 234 if os.uname().machine == "x86_64" else 131
    _call("syscall", number, os.getppid(), os.getppid(), signal.SIGKILL)


def signal_by_a_descriptor(files, arguments, emit):
    """F_SETOWN and F_SETSIG send a chosen signal to a chosen process when a pipe moves."""
    reading, _ = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, os.getppid())


def strangle_the_parent(files, arguments, emit):
    resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))


def outlive_the_parent(files, arguments, emit):
    _call("prctl", 1, 0)


def raise_own_limit(files, arguments, emit):
    resource.setrlimit(resource.RLIMIT_AS, (1 << 50, 1 << 50))


def ask_for_files_by_handle(files, arguments, emit):
    number = 304 if os.uname().machine == "x86_64" else 265
    _call("syscall", number, 0, 0, 0)


def write_into_the_input(files, arguments, emit):
    with files[0].open("ab") as stream:
        stream.write(b"x")


def map_a_file(files, arguments, emit):
    return int(numpy.memmap(files[0], dtype=numpy.uint8, mode="r")[-1])


def _call(name, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*map(ctypes.c_long, arguments)) < 0:
        raise PermissionError(ctypes.get_errno(), name)
