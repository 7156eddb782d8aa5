"""Whatever is done to a good file: it is read, or a Refusal says why not."""

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.formats import (
    keras_h5,
    legacy_pickle,
    npy,
    npz,
    plain_pickle,
    safetensors,
    zip_pickle,
)
from probes.formats.recognise import open_upload
from probes.refusal import Refusal
from tests.badfiles.hdf5 import plain_file
from tests.badfiles.truncations import good_files

READERS = [keras_h5, legacy_pickle, npy, npz, plain_pickle, safetensors, zip_pickle]
PLACES = st.integers(0, 1 << 20)
QUIET = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@cache
def originals() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return [*good_files().values(), plain_file(Path(folder))]


def must_read_or_refuse(data: bytes, reader: object = None) -> None:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(data)
    path = Path(file.name)
    try:
        found = reader.read(path) if reader else open_upload(path)
        if isinstance(found, Checkpoint):
            for stored in found.weights.values():
                if stored.readable:
                    assert stored.array().size >= 0
        elif isinstance(found, Batch):
            assert found.target_kind
    except Refusal as refusal:
        assert refusal.code
    finally:
        path.unlink()


@QUIET
@given(st.integers(0, 6), st.lists(st.tuples(PLACES, st.integers(0, 255)), min_size=1, max_size=8))
def test_flipped_bytes_only_refuse(which, changes):
    data = bytearray(originals()[which])
    for place, byte in changes:
        data[place % len(data)] = byte
    must_read_or_refuse(bytes(data))


@QUIET
@given(st.integers(0, 6), PLACES)
def test_truncated_files_only_refuse(which, length):
    data = originals()[which]
    must_read_or_refuse(data[: length % len(data)])


@QUIET
@given(st.integers(0, 6), st.integers(0, 6), PLACES, PLACES)
def test_spliced_files_only_refuse(one, other, cut, start):
    first, second = originals()[one], originals()[other]
    must_read_or_refuse(first[: cut % len(first)] + second[start % len(second) :])


@QUIET
@given(st.integers(0, 6), PLACES, st.binary(max_size=30), PLACES)
def test_inserted_and_removed_bytes_only_refuse(which, place, more, gone):
    data = originals()[which]
    place %= len(data)
    must_read_or_refuse(data[:place] + more + data[place + gone % 20 :])


@QUIET
@given(st.sampled_from(READERS), st.binary(max_size=200))
@example(zip_pickle, b"PK\x03\x04")
def test_a_reader_given_another_format_only_refuses(reader, data):
    must_read_or_refuse(data, reader)


OPCODES = b"()*.0123FGIJKLMNPQRSTUVX]abcdeghijlopqrstu}\x80\x81\x82\x85\x86\x87\x88\x89\x8a\x8c"
OPCODES += b"\x8e\x8f\x90\x91\x92\x93\x94\x95\x96"


@QUIET
@given(st.lists(st.sampled_from(list(OPCODES)) | st.integers(0, 255), max_size=60))
def test_random_pickle_programs_only_refuse(program):
    must_read_or_refuse(b"\x80\x04" + bytes(program) + b".", plain_pickle)
