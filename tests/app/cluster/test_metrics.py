"""Every web process tells the same numbers, and those of its dead neighbours are not forgotten."""

from prometheus_client.parser import text_string_to_metric_families

from app import create_app
from tests.app.backends import EVERY
from tests.app.patient import API, SICK_LOG, Patient

BACKENDS = EVERY


def scraped(client):
    """{(sample, labels): value}"""
    text = client.get("/metrics").text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def of(numbers, name, **labels):
    return numbers[name, tuple(sorted(labels.items()))]


def started(numbers):
    route = f"{API}"
    return of(numbers, "whyloss_requests_total", method="POST", route=route, status="201")


def test_two_processes_count_together(app, settings):
    first, second = app.test_client(), create_app(settings).test_client()
    for client in (first, first, second):
        client.post(API, json={})
    scraped(first)
    assert started(scraped(second)) == 3
    assert started(scraped(first)) == 3
    numbers = scraped(create_app(settings).test_client())
    assert started(numbers) == 3
    assert of(numbers, "whyloss_request_seconds_count", route=API) == 3
    assert of(numbers, "whyloss_request_seconds_bucket", route=API, le="+Inf") == 3
    assert 0 < of(numbers, "whyloss_request_seconds_sum", route=API) < 60


def test_buckets_grow_with_their_bound(app):
    known = app.extensions["metrics"]
    for seconds in (0.001, 0.005, 0.03, 99.0):
        known.count("GET", "/x", 200, seconds)
    numbers = scraped(app.test_client())
    found = {
        bound: of(numbers, "whyloss_request_seconds_bucket", route="/x", le=bound)
        for bound in ("0.005", "0.02", "0.05", "10.0", "+Inf")
    }
    assert found == {"0.005": 2, "0.02": 2, "0.05": 3, "10.0": 3, "+Inf": 4}


def test_what_could_not_be_shared_is_shared_later(app, monkeypatch):
    counts = app.extensions["metrics"].counts
    counts.add(1, "requests", "GET", "/x", "200")
    database, counts.database = counts.database, Broken()
    counts.share()
    counts.database = database
    counts.share()
    assert (["requests", "GET", "/x", "200"], 1) in list(counts.all())


class Broken:
    def write(self):
        from sqlalchemy.exc import OperationalError

        raise OperationalError("", {}, Exception("away"))


def test_jobs_queues_and_workers_are_told(app, worker, client):
    Patient(client).send(("log.csv", SICK_LOG))
    numbers = scraped(client)
    assert of(numbers, "whyloss_workers", queue="cpu") == 1
    assert of(numbers, "whyloss_workers", queue="gpu") == 0
    assert of(numbers, "whyloss_slots", queue="cpu") == 1
    assert of(numbers, "whyloss_queue_up") == 1
    assert of(numbers, "whyloss_queue_seconds", queue="cpu") >= 0
    jobs = {key[1]: value for key, value in numbers.items() if key[0] == "whyloss_jobs"}
    assert sum(jobs.values()) == 1
