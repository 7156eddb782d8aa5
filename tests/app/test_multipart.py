"""Files in one form post: curl's way."""

import io

import pytest


@pytest.mark.parametrize("size", [10, 100_000, 3_000_000])
def test_a_form_brings_files_of_any_size_below_the_limit(client, size):
    opened = client.post("/api/v1/consultations", json={}).json
    text = b"epoch,loss\n" + b"1,0.5\n" * (size // 6 + 1)
    files = {"file": [(io.BytesIO(text), "a.csv"), (io.BytesIO(text), "b.csv")]}
    answer = client.post(f"/api/v1/consultations/{opened['id']}/uploads", data=files)
    assert answer.status_code == 201, answer.text
    assert [upload["bytes"] for upload in answer.json["uploads"]] == [len(text)] * 2
