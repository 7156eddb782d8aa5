"""The list of files is put into words once for every state, and never tells an old one."""

from app.uploads import shown
from tests.app.patient import SICK_LOG


def test_a_list_that_did_not_change_is_not_made_again(patient, worker, eventually, monkeypatch):
    patient.send(("log.csv", SICK_LOG))
    [done] = eventually(lambda: patient.settled)
    path = f"{patient.path}/uploads"
    first = patient.client.get(path)

    def refuse(*_):
        raise AssertionError("made again")

    monkeypatch.setattr(shown, "one", refuse)
    again = patient.client.get(path)
    assert again.json == first.json
    assert again.json["uploads"] == [done]
    known = {"If-None-Match": first.headers["ETag"]}
    assert patient.client.get(path, headers=known).status_code == 304


def test_every_change_and_every_language_makes_another_list(patient, worker, eventually):
    patient.send(("log.csv", SICK_LOG))
    [done] = eventually(lambda: patient.settled)
    path = f"{patient.path}/uploads"
    versions = {patient.client.get(path).headers["ETag"]}
    assert patient.client.get(f"{path}?language=zh").json["uploads"] != [done]
    for change in (
        lambda: patient.send(("other.csv", SICK_LOG)),
        lambda: eventually(lambda: patient.settled),
        lambda: patient.client.delete(f"{path}/{done['id']}"),
    ):
        change()
        versions.add(patient.client.get(path).headers["ETag"])
    assert len(versions) == 4
    assert [upload["name"] for upload in patient.uploads] == ["other.csv"]
