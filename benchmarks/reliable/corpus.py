"""Every bad file through HTTP: refused or read, never run; neighbours notice nothing."""

import threading
import time
from pathlib import Path

import requests
from tusclient.client import TusClient

from benchmarks.reliable.claim import Claim
from tests.app.live import Server
from tests.badfiles import MARKER, BadFile, corpus

LARGEST = 15 << 20  # in one request
PIECE = 8 << 20
ANSWERS = 30  # then the neighbour begins anew: nobody answers a thousand questions


def measure(folder: Path) -> list[Claim]:
    bad = folder / "bad"
    bad.mkdir()
    files = corpus(bad)
    before = {path.name for path in bad.iterdir()}
    with Server(folder / "data", consultation_files=10_000) as server:
        worker = {process.pid for process in server.descendants("app.cli.worker")}
        neighbour = _Neighbour(server)
        wrong, errors = _send_all(server, files, neighbour)
        same_worker = worker == {p.pid for p in server.descendants("app.cli.worker")}
    ran = MARKER in {path.name for path in bad.iterdir()} - before
    return [
        Claim(f"{len(files)} bad files through HTTP: payloads run", "0", str(int(ran)), not ran),
        Claim("answered 500, or the worker lost", "0", str(errors + (not same_worker)),
              not errors and same_worker),
        Claim("given another verdict than the readers' own", "0", str(wrong), wrong == 0),
        Claim("p95 of a neighbour meanwhile", "< 300 ms", f"{1000 * neighbour.p95:.0f} ms",
              neighbour.p95 < 0.3),
    ]  # fmt: skip


def _send_all(server: Server, files: list[BadFile], neighbour: "_Neighbour") -> tuple[int, int]:
    wrong = errors = 0
    neighbour.start()
    for file in files:
        consultation = server.open()
        errors += not _sent(consultation, file.path)
        [upload] = server.settled(consultation, 300)
        expected = "refused" if file.verdict == "refuse" else "done"
        if upload["state"] != expected:
            wrong += 1
            print(file.path.name, upload["state"], upload["refusal"], flush=True)
    neighbour.stop()
    return wrong, errors


def _sent(consultation: str, path: Path) -> bool:
    if path.stat().st_size > LARGEST:
        TusClient(f"{consultation}/uploads").uploader(str(path), chunk_size=PIECE).upload()
        return True
    with path.open("rb") as stream:
        sent = requests.post(f"{consultation}/uploads", files={"file": stream}, timeout=60)
    return sent.status_code < 500


class _Neighbour:
    """Somebody who answers a question every tenth of a second."""

    def __init__(self, server: Server):
        self.server = server
        self.seconds: list[float] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(0.95 * len(self.seconds))]

    def _live(self) -> None:
        address, session = "", requests.Session()
        while not self._stopping.wait(0.1):
            if len(self.seconds) % ANSWERS == 0:
                address = self.server.open()
            began = time.perf_counter()
            path = f"{address}/evidence/learning_rate"
            session.put(path, json={"value": 0.1}, timeout=30).raise_for_status()
            self.seconds.append(time.perf_counter() - began)
