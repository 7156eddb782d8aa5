"""Two web processes and three workers on one database, queue and bucket are one service."""

import json

import pytest
import requests
from sqlalchemy import select

from app.jobs.rows import JobRow
from tests.app.cluster.machines import Machines
from tests.app.jobs.test_kill import large_log
from tests.app.patient import SICK_LOG

BACKENDS = ("distributed",)


@pytest.fixture
def machines(tmp_path, settings):
    with Machines(tmp_path, settings, webs=2, workers=3, rate_messages="4 per minute",
                  limit_rates=True) as machines:  # fmt: skip
        yield machines


def send(consultation, name="log.csv", data=SICK_LOG):
    requests.post(f"{consultation}/uploads", files={"file": (name, data)}).raise_for_status()


def worker_at_work(machines, database):
    """The process that holds a job now."""
    with database.read() as session:
        held = session.scalars(select(JobRow.worker).where(JobRow.state == "running")).all()
    numbers = {worker.process.pid: worker for worker in machines.workers}
    return next((numbers[int(name.split("-")[-2])] for name in held), None)


def events(consultation, count, after=0):
    """The first `count` events of a stream that resumes after the event `after`."""
    headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
    found = []
    with requests.get(f"{consultation}/events", headers=headers, stream=True, timeout=30) as got:
        for line in got.iter_lines(decode_unicode=True):
            if line.startswith("id: "):
                found.append(int(line[4:]))
            if len(found) == count:
                return found
    return found


def test_they_share_consultations_events_limits_and_work_and_lose_no_job_with_a_worker(
    machines, eventually, database
):
    first, second = machines.webs
    consultation = first.open(language="zh", text="loss 变成 nan")
    there = machines.at(1, consultation)
    assert requests.get(there).json()["id"] == requests.get(consultation).json()["id"]

    send(consultation)
    assert events(consultation, 2) == [1, 2]
    assert events(there, 2, after=2) == [3, 4]
    assert [u["state"] for u in second.settled(there)] == ["done"]

    key = {"Idempotency-Key": "the same"}
    body = json.dumps({"language": "en"})
    opened = [
        requests.post(f"{web.url}/api/v1/consultations", data=body,
                      headers={**key, "Content-Type": "application/json"})
        for web in machines.webs
    ]  # fmt: skip
    assert len({answer.json()["id"] for answer in opened}) == 1

    answers = [
        requests.post(f"{machines.at(n % 2, consultation)}/messages", json={"text": "loss is nan"})
        for n in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]

    eventually(lambda: len(machines.ready_workers()) == 3)
    send(consultation, "again.csv", large_log())
    eventually(lambda: worker_at_work(machines, database)).kill()
    assert [u["state"] for u in first.settled(consultation)] == ["done", "done"]
    measured = [e for e in requests.get(there).json()["transcript"] if e["kind"] == "measured"]
    assert len(measured) == 2
    assert [web.stop() for web in machines.webs] == [0, 0]
