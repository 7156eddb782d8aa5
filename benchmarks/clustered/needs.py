"""What one conversation and one job cost: processor time, statements, bytes."""

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import psutil
import psycopg
import torch
from sqlalchemy import Engine, event

from app import create_app
from app.jobs import queue
from app.jobs.worker import Worker
from app.settings import Settings
from benchmarks.graph_speed import models
from tests.app.patient import API, SICK_LOG

CONVERSATIONS = 40
TURNS = 6
JOBS = 7
SAID = "验证集 loss 上升，训练 loss 还在降，lr=0.1, batch size 32"


@dataclass(frozen=True)
class Needs:
    web_ms: float  # processor time of the web process for one conversation
    turn_ms: float  # a turn of it
    database_ms: float  # processor time of PostgreSQL for one conversation
    statements: float  # of one conversation
    row_bytes: float  # in the database, indexes and all
    job_bytes: float  # the same, of an upload and its job
    log_seconds: float  # wall time of a slot for a log
    model_seconds: float  # the same for a model with a batch


def measure(settings: Settings, plain_url: str) -> Needs:
    app = create_app(settings)
    worker = Worker(settings)
    try:
        _talk(app.test_client())
        empty = _bytes(plain_url)
        told = _conversations(app.test_client())
        talked = _bytes(plain_url)
        log, model = (_jobs(app.test_client(), worker, files) for files in (_log(), _model()))
        return Needs(
            *told,
            row_bytes=(talked - empty) / CONVERSATIONS,
            job_bytes=(_bytes(plain_url) - talked) / (2 * JOBS),
            log_seconds=log,
            model_seconds=model,
        )
    finally:
        worker.scratch.close()
        worker.database.close()
        app.extensions["desk"].store.database.close()


def _talk(client) -> list[float]:
    """Opened, answered, read again, reported: milliseconds of the process for each turn."""
    spent: list[float] = []

    def turn(ask: Callable):
        began = time.process_time()
        answer = ask()
        assert answer.status_code < 300, answer.text
        spent.append(1000 * (time.process_time() - began))
        return answer.json

    shown = turn(lambda: client.post(API, json={"language": "zh", "text": SAID}))
    path = f"{API}/{shown['id']}"
    for _ in range(TURNS - 1):
        items = (shown["state"]["question"] or {}).get("items", [])
        answers = {item["id"]: {"state": "unknown"} for item in items}
        if answers:
            body = {"answers": answers}
            shown = turn(lambda given=body: client.post(f"{path}/answers", json=given))
        else:
            shown = turn(lambda: client.post(f"{path}/messages", json={"text": "loss is nan"}))
    turn(lambda: client.get(path))
    assert client.get(f"{path}/report?format=markdown").status_code == 200
    return spent


def _conversations(client) -> tuple[float, float, float, float]:
    """The lower quartile: neighbours on the same cores make even processor time longer."""
    statements, turns = [0], []

    def count(*_) -> None:
        statements[0] += 1

    event.listen(Engine, "before_cursor_execute", count)
    database, each = _postgres(), []
    for _ in range(CONVERSATIONS):
        began = time.process_time()
        turns += _talk(client)
        each.append(1000 * (time.process_time() - began))
    spent = statistics.quantiles(each, n=4)[0]
    elsewhere = 1000 * (_postgres() - database) / CONVERSATIONS
    event.remove(Engine, "before_cursor_execute", count)
    return spent, statistics.quantiles(turns, n=4)[0], elsewhere, statements[0] / CONVERSATIONS


def _jobs(client, worker: Worker, files: list[tuple[str, bytes]]) -> float:
    """The fastest: the others had neighbours."""
    took = []
    for _ in range(JOBS):
        path = f"{API}/{client.post(API, json={'language': 'en'}).json['id']}"
        data = {"file": [(io.BytesIO(content), name) for name, content in files]}
        assert client.post(f"{path}/uploads", data=data).status_code == 201
        claim = queue.claim(worker.database, "cpu", worker.id)
        began = time.monotonic()
        worker.work(claim)
        took.append(time.monotonic() - began)
        states = {u["state"] for u in client.get(f"{path}/uploads").json["uploads"]}
        assert states == {"done"}, states
    return min(took)


def _log() -> list[tuple[str, bytes]]:
    return [("log.csv", SICK_LOG)]


def _model() -> list[tuple[str, bytes]]:
    """The largest of benchmarks/graph_speed.py that a person's upload resembles."""
    model, x = next(iter(models().values()))
    program, batch = io.BytesIO(), io.BytesIO()
    torch.export.save(torch.export.export(model.train(), (x,)), program)
    labels = np.random.default_rng(0).integers(0, 10, len(x))
    np.savez(batch, x=x.numpy(), y=labels)
    return [("model.pt2", program.getvalue()), ("batch.npz", batch.getvalue()), *_log()]


def _postgres() -> float:
    """Processor seconds of all PostgreSQL processes of this machine."""
    spent = 0.0
    for process in psutil.process_iter(["name", "cpu_times"]):
        if process.info["name"] == "postgres" and process.info["cpu_times"]:
            spent += sum(process.info["cpu_times"][:2])
    return spent


def _bytes(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return row[0]


def commits_per_second(url: str, seconds: float = 3.0) -> float:
    """One connection's durable commits: what the disk under PostgreSQL gives."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute("CREATE TABLE beat (at timestamptz)")
        done, until = 0, time.monotonic() + seconds
        while time.monotonic() < until:
            connection.execute("INSERT INTO beat VALUES (now())")
            done += 1
        connection.execute("DROP TABLE beat")
    return done / seconds
