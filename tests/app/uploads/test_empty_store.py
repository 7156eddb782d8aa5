"""An S3 without our bucket yet, or any more, is an empty store."""

import secrets
from datetime import timedelta

import pytest

from app.storage import Storage

BACKENDS = ("distributed",)


@pytest.fixture
def storage(backend):
    backend()  # whose S3 it is
    return Storage(f"s3://nobody-made-{secrets.token_hex(4)}/uploads")


def test_nothing_lies_there_and_nothing_need_be_deleted(storage):
    assert storage.prefixes() == []
    assert storage.age("nobody") == timedelta(0)
    storage.delete("nobody")


def test_the_first_piece_makes_the_bucket(storage):
    storage.write("one/0", [b"piece"])
    assert b"".join(storage.read("one/0")) == b"piece"
    assert storage.prefixes() == ["one"]
