"""A tus upload through many kills of the server; a disk without room."""

import hashlib
import io
import os
import random
from pathlib import Path

import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from benchmarks.reliable.claim import Claim
from tests.app.live import Server

PIECE = 64 * 1024
SEED = 11


def measure(folder: Path, kills: int) -> list[Claim]:
    return [_resumed(folder, kills), _no_room(folder)]


def _resumed(folder: Path, kills: int) -> Claim:
    random.seed(SEED)
    data = os.urandom(PIECE * (4 * kills + 2))
    with Server(folder / "data") as server:
        consultation = server.open()
        client = TusClient(f"{consultation}/uploads")
        address = None
        for _ in range(kills):
            address = _send(client, data, address, pieces=random.randint(1, 4))
            server.kill()
            server.start()
        _send(client, data, address, pieces=None)
        [upload] = requests.get(f"{consultation}/uploads", timeout=10).json()["uploads"]
    same = upload["sha256"] == hashlib.sha256(data).hexdigest()
    text = "same SHA-256" if same else "another SHA-256"
    return Claim(f"upload resumed after {kills} kills of the server", "same SHA-256", text, same)


def _send(client: TusClient, data: bytes, address: str | None, pieces: int | None) -> str:
    sender = client.uploader(file_stream=io.BytesIO(data), chunk_size=PIECE, url=address)
    try:
        for _ in range(pieces or len(data)):
            if sender.offset >= len(data):
                break
            sender.upload_chunk()
    except (TusCommunicationError, TusUploadFailed):
        return sender.url
    return sender.url


def _no_room(folder: Path) -> Claim:
    """By a demand for spare room that no disk fulfils: the check that a full disk meets."""
    with Server(folder / "full", spare_bytes=2**60) as server:
        consultation = server.open()
        files = {"file": ("log.csv", b"step,loss\n1,2\n2,1\n")}
        refused = requests.post(f"{consultation}/uploads", files=files, timeout=10)
        alive = server.answers() and requests.get(consultation, timeout=10).ok
    told = f"{refused.status_code}, {'alive' if alive else 'dead'}"
    return Claim("no room on the disk", "507, alive", told, refused.status_code == 507 and alive)
