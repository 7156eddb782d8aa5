"""Large files come in pieces, by tus 1.0, and every piece counts once."""

import base64
import hashlib

import pytest

from tests.app.backends import EVERY
from tests.app.patient import SICK_LOG

BACKENDS = EVERY
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture
def settings(backend):
    return backend(file_bytes=1000, consultation_bytes=1500, chunk_bytes=100)


def metadata(**said):
    pairs = (f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in said.items())
    return ",".join(pairs)


def create(patient, size, **said):
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata(**said)}
    return patient.client.post(f"{patient.path}/uploads", headers=headers)


def send(patient, location, data, offset, **headers):
    return patient.client.patch(
        location,
        data=data,
        content_type=PIECE,
        headers={**TUS, "Upload-Offset": str(offset), **headers},
    )


def offset(patient, location):
    return int(patient.client.head(location, headers=TUS).headers["Upload-Offset"])


def test_limits_are_told_before_a_byte_is_sent(patient):
    told = patient.client.options(f"{patient.path}/uploads").headers
    assert told["Tus-Max-Size"] == "1000"
    assert "creation" in told["Tus-Extension"]
    assert "max-append-size=100" in told["Upload-Limit"]


def test_pieces_make_the_whole_with_its_hash(patient):
    location = create(patient, len(SICK_LOG), filename="日志.csv").headers["Location"]
    for start in range(0, len(SICK_LOG), 20):
        answer = send(patient, location, SICK_LOG[start : start + 20], start)
        assert answer.status_code == 204
    assert answer.headers["Upload-Sha256"] == hashlib.sha256(SICK_LOG).hexdigest()
    [upload] = patient.uploads
    assert (upload["name"], upload["state"]) == ("日志.csv", "checking")


def test_a_piece_sent_twice_is_refused_and_the_offset_told(patient):
    location = create(patient, 60).headers["Location"]
    send(patient, location, b"x" * 20, 0)
    again = send(patient, location, b"x" * 20, 0)
    assert (again.status_code, again.json["code"]) == (409, "wrong_offset")
    assert offset(patient, location) == 20


def test_a_damaged_piece_does_not_count(patient):
    location = create(patient, len(SICK_LOG)).headers["Location"]
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    refused = send(patient, location, SICK_LOG, 0, **{"Upload-Checksum": f"sha256 {wrong}"})
    assert refused.status_code == 460
    assert offset(patient, location) == 0
    right = base64.b64encode(hashlib.sha1(SICK_LOG).digest()).decode()
    done = send(patient, location, SICK_LOG, 0, **{"Upload-Checksum": f"sha1 {right}"})
    assert done.headers["Upload-Sha256"] == hashlib.sha256(SICK_LOG).hexdigest()


def test_a_file_that_differs_from_what_was_announced_is_refused(patient):
    promised = hashlib.sha256(b"something else").hexdigest()
    location = create(patient, len(SICK_LOG), sha256=promised).headers["Location"]
    send(patient, location, SICK_LOG, 0)
    [upload] = patient.uploads
    assert upload["state"] == "refused"
    assert "SHA-256" in upload["refusal"]


@pytest.mark.parametrize(("size", "code"), [(1001, "upload_too_large"), (901, "consultation_full")])
def test_what_does_not_fit_is_refused_at_once(patient, size, code):
    create(patient, 600)
    assert create(patient, size).json["code"] == code


def test_more_bytes_than_announced_are_refused(patient):
    location = create(patient, 10).headers["Location"]
    assert send(patient, location, b"x" * 11, 0).json["code"] == "too_many_bytes"
    assert send(patient, location, b"x" * 101, 0).json["code"] in ("piece_too_large", "too_large")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.0", "Upload-Length": "5"}, 412),
        ({**TUS}, 400),
        ({**TUS, "Upload-Length": "-5"}, 400),
        ({**TUS, "Upload-Length": "９"}, 400),
        ({**TUS, "Upload-Length": "5", "Upload-Metadata": "filename ***"}, 400),
        ({**TUS, "Upload-Length": "5", "Upload-Metadata": metadata(role="king")}, 422),
    ],
)
def test_a_malformed_creation_is_refused_with_a_reason(patient, headers, status):
    answer = patient.client.post(f"{patient.path}/uploads", headers=headers)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_deleted_upload_answers_gone_and_a_foreign_one_not_found(patient, client):
    from tests.app.patient import Patient

    location = create(patient, 10).headers["Location"]
    other = Patient(client)
    foreign = location.replace(patient.id, other.id)
    assert client.head(foreign, headers=TUS).status_code == 404
    assert client.delete(location, headers=TUS).status_code == 204
    assert client.head(location, headers=TUS).status_code == 410
    assert client.head(foreign, headers=TUS).status_code == 404


def test_the_same_idempotency_key_makes_one_upload(patient):
    headers = {**TUS, "Upload-Length": "5", "Idempotency-Key": "k1"}
    path = f"{patient.path}/uploads"
    first, second = (patient.client.post(path, headers=headers) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(patient.uploads) == 1


def test_the_last_piece_and_the_job_come_together_or_not_at_all(patient, monkeypatch):
    """A server killed between them would leave a file that is complete and never measured."""
    location = create(patient, len(SICK_LOG)).headers["Location"]

    def killed(*_, **__):
        raise SystemExit

    with monkeypatch.context() as cut:
        cut.setattr("app.jobs.queue.add", killed)
        with pytest.raises(SystemExit):
            send(patient, location, SICK_LOG, 0)
    assert offset(patient, location) == 0
    send(patient, location, SICK_LOG, 0)
    [upload] = patient.uploads
    assert upload["state"] == "checking"
    assert upload["sha256"] == hashlib.sha256(SICK_LOG).hexdigest()
