"""A new user's walk, with curl and tuspy: a sick run, a killed server, the right cause."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tusclient.client import TusClient

from tests.app.live import Server
from tests.clinic import patients, ward

CAUSE = "overfitting"
PIECE = 256 * 1024
SECONDS = 120

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")


def curl(*arguments: object) -> str:
    command = ["curl", "-sS", "--fail-with-body", "--max-time", "60", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def send(method: str, address: str, **body: object) -> dict:
    told = json.dumps(body, ensure_ascii=False)
    return json.loads(
        curl("-X", method, address, "-H", "Content-Type: application/json", "-d", told)
    )


def status(*arguments: object) -> int:
    command = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", *map(str, arguments)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def watched(consultation: str, enough) -> list[tuple[str, dict]]:
    """The events of a stream until one of them is enough."""
    told, kind = [], ""
    command = ["curl", "-sN", "--max-time", str(SECONDS), "-H", "Accept: text/event-stream"]
    with subprocess.Popen(
        [*command, f"{consultation}/events"], stdout=subprocess.PIPE, text=True
    ) as stream:
        for line in stream.stdout:
            if line.startswith("event: "):
                kind = line.removeprefix("event: ").strip()
            if line.startswith("data: "):
                told.append((kind, json.loads(line.removeprefix("data: "))))
                if enough(*told[-1]):
                    stream.kill()
    return told


def resumed(server: Server, consultation: str, path: Path) -> dict:
    """Half of the file, then kill -9; the rest goes to the server that is started again."""
    data = path.read_bytes()
    client = TusClient(f"{consultation}/uploads")
    half = client.uploader(
        file_stream=io.BytesIO(data), chunk_size=PIECE, metadata={"filename": path.name}
    )
    half.upload_chunk()
    server.kill()
    server.start()
    rest = client.uploader(file_stream=io.BytesIO(data), chunk_size=PIECE, url=half.url)
    assert rest.offset == PIECE
    rest.upload()
    return json.loads(curl(half.url))


def both_done(consultation: str, kind: str) -> bool:
    if kind != "consultation":
        return False
    uploads = json.loads(curl(f"{consultation}/uploads"))["uploads"]
    return [upload["state"] for upload in uploads] == ["done", "done"]


def an_answer(question: dict) -> dict:
    """What somebody says whose run overfits and has no other trouble."""

    def of(item: dict) -> dict:
        if item["kind"] == "binary":
            return {"state": "absent"}
        choices = {choice["id"] for choice in item["choices"]}
        return {"value": "none_of_these"} if "none_of_these" in choices else {"state": "unknown"}

    return {item["id"]: of(item) for item in question["items"]}


def test_from_a_complaint_to_the_measured_cause_and_to_nothing_left(tmp_path):
    patient = patients.sick(CAUSE, "digits")
    run = ward.train(patient)
    with Server(tmp_path / "data") as server:
        assert "torch" not in Path(f"/proc/{server.process.pid}/maps").read_text()
        api = f"{server.url}/api/v1/consultations"
        opened = send("POST", api, language="zh", text="训练集上很好，验证集上很差")
        consultation = f"{api}/{opened['id']}"

        log = ward.history_file(run)
        sent = json.loads(curl(f"{consultation}/uploads", "-F", f"file=@{log}"))
        assert [upload["name"] for upload in sent["uploads"]] == [log.name]
        checkpoint = resumed(server, consultation, run / "checkpoint.pt")
        assert checkpoint["received"] == checkpoint["bytes"]
        address = f"{consultation}/uploads/{checkpoint['id']}"

        watched(consultation, lambda kind, told: both_done(consultation, kind))

        shown = json.loads(curl(consultation))
        asked = {item["id"] for item in shown["state"]["question"]["items"]}
        measured = {f["id"] for f in shown["state"]["findings"] if f["source"] == "measured"}
        assert len(measured) > 3
        assert not asked & measured
        answers = an_answer(shown["state"]["question"])
        shown = send("POST", f"{consultation}/answers", answers=answers)
        first = shown["state"]["causes"][0]
        assert first["id"] in patients.accepts(CAUSE)
        assert any(r["source"] == "measured" and r["bits"] > 0 for r in first["reasons"])
        question = shown["state"]["question"]
        assert not question or not asked & {item["id"] for item in question["items"]}

        report = curl(f"{consultation}/report?format=markdown")
        assert first["name"] in report.partition("##")[2].partition("###")[0]
        assert "实测" in report
        assert "<html" in curl(f"{consultation}/report?format=html")

        assert status("-X", "DELETE", consultation) == 204
        assert status(consultation) == status(address) == 410
        assert list((tmp_path / "data" / "uploads").iterdir()) == []
