"""/metrics for Prometheus: requests by route, and the state of jobs, uploads and workers."""

import time
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import func, select

from app.database import Database
from app.jobs.rows import QUEUED, JobRow, WorkerRow
from app.tables import now
from app.uploads.rows import UploadRow

blueprint = Blueprint("metrics", __name__)
SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    def __init__(self, database: Database):
        self.registry = CollectorRegistry()
        self.registry.register(_Rows(database))
        self.requests = Counter(
            "whyloss_requests_total", "Requests", ["method", "route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "whyloss_request_seconds", "Time to the first byte", ["route"], buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip


class _Rows:
    """Counted when somebody asks, so that every process tells the same."""

    def __init__(self, database: Database):
        self.database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield self._by_state("whyloss_jobs", "Jobs by state", JobRow.state)
        yield self._by_state("whyloss_uploads", "Uploads by state", UploadRow.state)
        with self.database.read() as session:
            oldest = session.scalar(
                select(func.min(JobRow.not_before)).where(JobRow.state == QUEUED)
            )
            workers = session.scalar(select(func.count()).select_from(WorkerRow)) or 0
        waits = max((now() - oldest).total_seconds(), 0.0) if oldest else 0.0
        yield GaugeMetricFamily("whyloss_queue_seconds", "Age of the oldest job", value=waits)
        yield GaugeMetricFamily("whyloss_workers", "Workers alive", value=workers)

    def _by_state(self, name: str, text: str, column) -> GaugeMetricFamily:
        family = GaugeMetricFamily(name, text, labels=["state"])
        with self.database.read() as session:
            for state, count in session.execute(select(column, func.count()).group_by(column)):
                family.add_metric([state], count)
        return family


def register(app: Flask, database: Database) -> None:
    app.extensions["metrics"] = Metrics(database)
    app.register_blueprint(blueprint)
    app.before_request(_start)
    app.after_request(_count)


@blueprint.get("/metrics")
def metrics():
    body = generate_latest(current_app.extensions["metrics"].registry)
    return Response(body, content_type=CONTENT_TYPE_LATEST)


def _start() -> None:
    g.started = time.perf_counter()


def _count(response: Response) -> Response:
    """By route, never by address: an address holds the id of a consultation."""
    known: Metrics = current_app.extensions["metrics"]
    route = str(request.url_rule) if request.url_rule else "none"
    known.requests.labels(request.method, route, response.status_code).inc()
    if "started" in g:
        known.seconds.labels(route).observe(time.perf_counter() - g.started)
    return response
