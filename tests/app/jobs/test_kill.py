"""kill -9 of the server or the worker loses no byte that was acknowledged and no job."""

import hashlib
import io

import requests
from tusclient.client import TusClient

from tests.app.live import Server

ROWS = 60_000
PIECE = 256 * 1024


def large_log() -> bytes:
    rows = (f"{n},{2.0 / (1 + n / 9000):.6f}" for n in range(ROWS))
    return ("step,loss\n" + "\n".join(rows) + "\n").encode()


def test_an_upload_goes_on_after_the_server_was_killed_and_is_measured_after_its_worker_was(
    tmp_path,
):
    log = large_log()
    server = Server(tmp_path / "data")
    server.start()
    consultation = server.open(language="zh", text="loss 降不下去")
    client = TusClient(f"{consultation}/uploads")
    metadata = {"filename": "log.csv"}
    sender = client.uploader(file_stream=io.BytesIO(log), chunk_size=PIECE, metadata=metadata)
    sender.upload_chunk()
    server.kill()
    server.start()
    kept = int(
        requests.head(sender.url, headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"]
    )
    assert kept == PIECE
    again = client.uploader(file_stream=io.BytesIO(log), chunk_size=PIECE, url=sender.url)
    again.upload()
    for worker in server.descendants("app.cli.worker"):
        worker.kill()
    [upload] = server.settled(consultation)
    assert upload["state"] == "done"
    assert upload["sha256"] == hashlib.sha256(log).hexdigest()
    shown = requests.get(consultation).json()
    measured = [entry for entry in shown["transcript"] if entry["kind"] == "measured"]
    assert len(measured) == 1
    report = requests.get(f"{consultation}/report", params={"format": "markdown"})
    assert "log.csv" in report.text
    assert requests.delete(consultation).status_code == 204
    assert requests.get(consultation).status_code == 410
    assert server.stop() == 0
    assert list((tmp_path / "data" / "uploads").iterdir()) == []


def test_when_the_server_is_killed_its_worker_and_sandboxes_end_with_it(tmp_path):
    import psutil

    server = Server(tmp_path / "data")
    server.start()
    consultation = server.open()
    requests.post(f"{consultation}/uploads", files={"file": ("log.csv", b"step,loss\n1,2\n2,1\n")})
    server.settled(consultation)
    below = psutil.Process(server.process.pid).children(recursive=True)
    assert below
    server.kill()
    _, alive = psutil.wait_procs(below, timeout=15)
    assert alive == []
