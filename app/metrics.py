"""/metrics for Prometheus: requests by route, and the state of jobs, uploads and workers.

Every web process adds to the counts of all: whichever is asked tells the same. Scrape one address,
that of the service.
"""

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from sqlalchemy import func, select

from app.counts import Counts
from app.database import clock
from app.jobs.routing import QUEUES
from app.jobs.rows import ALIVE, QUEUED, JobRow, WorkerRow
from app.uploads.intake import Intake
from app.uploads.rows import UploadRow

blueprint = Blueprint("metrics", __name__)
BOUNDS = ("0.005", "0.01", "0.02", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0")
UPPER = [float(bound) for bound in BOUNDS]
BUCKETS = (*BOUNDS, "+Inf")
LABELS = {"requests": ["method", "route", "status"], "request_seconds": ["route"]}


class Metrics:
    def __init__(self, intake: Intake):
        self.intake, self.database = intake, intake.database
        self.counts = Counts(self.database)
        self.registry = CollectorRegistry()
        self.registry.register(self)

    def count(self, method: str, route: str, status: int, seconds: float | None) -> None:
        self.counts.add(1, "requests", method, route, str(status))
        if seconds is not None:
            bucket = BUCKETS[bisect_left(UPPER, seconds)]
            self.counts.add(1, "request_seconds", route, bucket)
            self.counts.add(seconds, "request_seconds", route, "sum")

    def text(self) -> bytes:
        self.counts.share()
        return generate_latest(self.registry)

    def collect(self) -> Iterator[Metric]:
        yield from self._requests()
        yield from self._rows()
        bell = self.intake.doorbell.waiting() is not None
        yield GaugeMetricFamily("whyloss_queue_up", "The queue can be reached", value=float(bell))
        free = self.intake.storage.free()
        if free is not None:
            yield GaugeMetricFamily("whyloss_storage_free_bytes", "Room for uploads", value=free)

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked of the database before somebody scrapes."""
        return ()

    def _requests(self) -> Iterator[Metric]:
        requests = CounterMetricFamily("whyloss_requests", "Requests", labels=LABELS["requests"])
        seconds: dict[str, dict[str, float]] = defaultdict(dict)
        for (name, *labels), value in self.counts.all():
            if name == "requests":
                requests.add_metric(labels, value)
            else:
                route, bucket = labels
                seconds[route][bucket] = value
        yield requests
        family = HistogramMetricFamily(
            "whyloss_request_seconds", "Time to the first byte", labels=LABELS["request_seconds"]
        )
        for route, known in seconds.items():
            total, buckets = 0.0, []
            for bound in BUCKETS:
                total += known.get(bound, 0.0)
                buckets.append((bound, total))
            family.add_metric([route], buckets, known.get("sum", 0.0))
        yield family

    def _rows(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("whyloss_jobs", "Jobs by state", labels=["state", "queue"])
        uploads = GaugeMetricFamily("whyloss_uploads", "Uploads by state", labels=["state"])
        waits = GaugeMetricFamily("whyloss_queue_seconds", "Age of the oldest job that waits",
                                  labels=["queue"])  # fmt: skip
        workers = GaugeMetricFamily("whyloss_workers", "Workers alive", labels=["queue"])
        slots = GaugeMetricFamily("whyloss_slots", "Jobs at a time", labels=["queue"])
        with self.database.read() as session:
            moment = clock(session)
            grouped = select(JobRow.state, JobRow.queue, func.count())
            for state, queue, count in session.execute(
                grouped.group_by(JobRow.state, JobRow.queue)
            ):
                jobs.add_metric([state, queue], count)
            by_state = select(UploadRow.state, func.count()).group_by(UploadRow.state)
            for state, count in session.execute(by_state):
                uploads.add_metric([state], count)
            for queue in QUEUES:
                oldest = session.scalar(
                    select(func.min(JobRow.not_before)).where(
                        JobRow.state == QUEUED, JobRow.queue == queue
                    )
                )
                waited = (moment - oldest).total_seconds() if oldest else 0.0
                waits.add_metric([queue], max(waited, 0.0))
                alive = (WorkerRow.queue == queue) & (WorkerRow.seen > moment - ALIVE)
                number, places = session.execute(
                    select(func.count(), func.coalesce(func.sum(WorkerRow.slots), 0)).where(alive)
                ).one()
                workers.add_metric([queue], number)
                slots.add_metric([queue], places)
        yield from (jobs, uploads, waits, workers, slots)


def register(app: Flask, intake: Intake) -> None:
    app.extensions["metrics"] = Metrics(intake)
    app.register_blueprint(blueprint)
    app.before_request(_start)
    app.after_request(_count)


@blueprint.get("/metrics")
def metrics():
    return Response(current_app.extensions["metrics"].text(), content_type=CONTENT_TYPE_LATEST)


def _start() -> None:
    g.started = time.perf_counter()


def _count(response: Response) -> Response:
    """By route, never by address: an address holds the id of a consultation."""
    known: Metrics = current_app.extensions["metrics"]
    route = str(request.url_rule) if request.url_rule else "none"
    seconds = time.perf_counter() - g.started if "started" in g else None
    known.count(request.method, route, response.status_code, seconds)
    if known.counts.due():
        response.call_on_close(known.counts.share)
    return response
