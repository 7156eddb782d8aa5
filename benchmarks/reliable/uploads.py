"""A tus upload through many kills of the server, and on a disk that is full."""

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
from tests.app.small_disk import SmallDisk, possible, small_disk

PIECE = 64 * 1024
SEED = 11


def measure(folder: Path, kills: int) -> list[Claim]:
    return [_resumed(folder, kills), *_full_disk(folder)]


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


def _full_disk(folder: Path) -> list[Claim]:
    """A file system of 64 MB that somebody else fills while a file comes in."""
    if not possible:
        return [Claim("a disk that is really full", "507, alive", "not tried: needs root", False)]
    with small_disk(folder / "disk", megabytes=64) as disk:
        server = Server(disk.folder / "data", spare_bytes=0)
        with server:
            return _filled(server, disk)


def _filled(server: Server, disk: SmallDisk) -> list[Claim]:
    consultation, data = server.open(), os.urandom(4 << 20)
    sender = TusClient(f"{consultation}/uploads").uploader(
        file_stream=io.BytesIO(data), chunk_size=len(data), retries=0
    )
    sender.set_url(sender.create_url())
    disk.fill(leave=1 << 20)
    piece = {**sender.get_headers(), "Upload-Offset": "0", "Tus-Resumable": "1.0.0",
             "Content-Type": "application/offset+octet-stream"}  # fmt: skip
    refused = requests.patch(sender.url, data=data, headers=piece, timeout=30).status_code
    disk.fill()
    answer = f"{consultation}/evidence/epochs_done"
    said = [requests.put(answer, json={"value": n}, timeout=30).status_code for n in range(1, 80)]
    read = requests.get(consultation, timeout=10).status_code
    alive = server.answers() and read == 200 and set(said) <= {200, 507} and 507 in said
    disk.tidy()
    again = requests.put(answer, json={"value": 99}, timeout=30).status_code
    sender.upload()
    [upload] = requests.get(f"{consultation}/uploads", timeout=10).json()["uploads"]
    same = upload["sha256"] == hashlib.sha256(data).hexdigest()
    told = f"{refused}, {'alive' if alive else 'dead'}"
    went_on = f"{again}, {'same' if same else 'another'} SHA-256"
    return [
        Claim("a disk that is really full: a file, an answer, a look", "507, alive", told,
              refused == 507 and alive),
        Claim("the same when there is room again", "200, same SHA-256", went_on,
              again == 200 and same),
    ]  # fmt: skip
