"""The process that imports once and forks for every job: `python -m probes.sandbox.zygote KIND`.

It never reads an upload itself. Standard input is its control socket; on it come

    {"do": "run", "job": 7, "task": "module:function", "files": [...], "code": ["package"],
     "arguments": {...}, "limits": {...}, "graphics": false}
        with two descriptors: where the events go, and how it ended
    {"do": "kill", "job": 7}

The child writes JSON lines to the first; when it has ended, the zygote writes how to the second.
Both close when the zygote dies, for the kernel then kills its children too.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module

from probes.sandbox import jail
from probes.sandbox.child import live
from probes.sandbox.harden import Ground

LONGEST_REQUEST = 1 << 17


@dataclass
class Zygote:
    control: socket.socket
    ground: Ground
    children: dict[int, tuple[int, int]] = field(default_factory=dict)  # process -> job, ending

    def serve(self) -> None:
        """Until the control socket closes, which it does when the parent dies."""
        waking, woken = os.pipe()
        for end in (waking, woken):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        ready = selectors.DefaultSelector()
        ready.register(self.control, selectors.EVENT_READ)
        ready.register(waking, selectors.EVENT_READ)
        while True:
            sources = {key.fd for key, _ in ready.select()}
            if waking in sources:
                os.read(waking, 4096)
                self.bury()
            if self.control.fileno() in sources and not self.obey():
                return

    def obey(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self.control, LONGEST_REQUEST, 2)
        if not message:
            return False
        request = json.loads(message)
        if request["do"] == "kill":
            self.kill(request["job"])
        else:
            self.fork(request, *descriptors)
        return True

    def fork(self, request: dict, events: int, ending: int) -> None:
        process = os.fork()
        if process == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            live(request, events, self.ground)
        os.close(events)
        self.children[process] = (request["job"], ending)

    def kill(self, job: int) -> None:
        for process, (its_job, _) in self.children.items():
            if its_job == job:
                os.kill(process, signal.SIGKILL)
                # Its session too, should the kernel lack what keeps it from forking.
                with suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)

    def bury(self) -> None:
        while self.children:
            process, status, usage = os.wait4(-1, os.WNOHANG)
            if not process:
                return
            _, ending = self.children.pop(process)
            told = {
                "exit": os.waitstatus_to_exitcode(status),
                "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3),
                "memory": usage.ru_maxrss * 1024,
            }
            with suppress(BrokenPipeError):  # nobody waits for it any more
                os.write(ending, json.dumps(told).encode())
            os.close(ending)


def main(kind: str) -> None:
    os.umask(0o022)
    control = socket.socket(fileno=os.dup(0))
    try:
        alone = jail.isolate()
    except OSError as error:
        alone = f"not isolated: {error}"
    import_module(f"probes.sandbox.warm_{kind}").warm()
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"ready": alone}).encode())
    Zygote(control, Ground.of_this_process()).serve()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Exception:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
