"""Reads files in a process of limited memory and prints what happened to each, as JSON lines."""

import json
import resource
import sys
import time
from pathlib import Path

from probes.formats.recognise import known_formats, open_upload
from probes.refusal import Refusal

SPARE = 1 << 30  # bytes of address space above what the imports took


def limit_memory(spare: int = SPARE) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + spare
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def outcome(path: Path) -> str:
    try:
        open_upload(path)
    except Refusal as refusal:
        return f"refuse:{refusal.code}"
    except BaseException as error:  # whatever it is, it must not stop the others
        return f"error:{type(error).__name__}: {error}"[:300]
    return "read"


def main(paths: list[str]) -> None:
    known_formats()
    limit_memory()
    for path in paths:
        started = time.process_time()  # of this process: others may be busy on the machine
        told = outcome(Path(path))
        seconds = round(time.process_time() - started, 3)
        sys.stdout.write(json.dumps([path, told, seconds]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.stdin.read().split("\n"))
