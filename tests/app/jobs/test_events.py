"""Who watches a consultation misses nothing, also after a broken connection."""

import json
import threading

from tests.app.backends import EVERY
from tests.app.patient import SICK_LOG, Patient

BACKENDS = EVERY


def read_stream(patient, count, **headers):
    """The first `count` events as (number, kind, data)."""
    response = patient.client.get(
        f"{patient.path}/events", headers={"Accept": "text/event-stream", **headers}
    )
    assert response.mimetype == "text/event-stream"
    found = []
    for chunk in response.response:
        lines = dict(line.split(": ", 1) for line in chunk.decode().splitlines() if ": " in line)
        if "id" in lines:
            found.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
        if len(found) == count:
            break
    response.close()
    return found


def test_a_stream_resumes_after_the_last_event_that_was_seen(patient):
    patient.send(("log.csv", SICK_LOG))
    first = read_stream(patient, 3)
    rest = read_stream(patient, 2, **{"Last-Event-ID": "1"})
    assert [number for number, _, _ in first] == [1, 2, 3]
    assert rest == first[1:]


def test_a_stream_tells_what_happens_after_it_began(patient):
    told = []
    listener = threading.Thread(target=lambda: told.extend(read_stream(patient, 1)))
    listener.start()
    Patient(patient.client).send(("other.csv", SICK_LOG))
    patient.send(("log.csv", SICK_LOG))
    listener.join(10)
    [(_, kind, data)] = told
    assert kind == "upload"
    assert data["upload"] == patient.uploads[0]["id"]


def test_polling_tells_the_same_and_nothing_new_is_not_sent_again(patient):
    patient.send(("log.csv", SICK_LOG))
    path = f"{patient.path}/events"
    first = patient.client.get(path)
    assert [event["id"] for event in first.json["events"]] == [1, 2, 3]
    later = patient.client.get(f"{path}?after=3")
    assert later.json == {"events": [], "last": 3}
    again = patient.client.get(f"{path}?after=3", headers={"If-None-Match": later.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_more_watchers_than_threads_are_sent_to_polling(app, patient):
    streams = app.extensions["streams"]
    for _ in range(40):
        streams.enter()
    answer = patient.client.get(f"{patient.path}/events", headers={"Accept": "text/event-stream"})
    assert (answer.status_code, answer.json["code"]) == (503, "too_many_streams")
    assert patient.client.get(f"{patient.path}/events").status_code == 200


def test_a_place_is_free_again_when_the_watcher_leaves(app, patient):
    patient.send(("log.csv", SICK_LOG))
    for _ in range(50):
        read_stream(patient, 1)


def test_a_stream_on_which_nothing_happens_is_kept_alive_until_the_consultation_is_deleted(
    patient, monkeypatch
):
    monkeypatch.setattr("app.jobs.streams.PING_SECONDS", 0.0)
    monkeypatch.setattr("app.jobs.streams.LOOK_SECONDS", 0.01)
    response = patient.client.get(f"{patient.path}/events", headers={"Accept": "text/event-stream"})
    lines = (chunk.decode() for chunk in response.response)
    assert [next(lines), next(lines)] == ["retry: 2000\n\n", ": \n\n"]
    patient.client.delete(patient.path)
    assert "event: deleted" in "".join(lines)
    response.close()
