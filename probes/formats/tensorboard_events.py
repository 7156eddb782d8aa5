"""TensorBoard event files: framed records of scalar summaries, old and new form.

Frames are TFRecords (https://www.tensorflow.org/tutorials/load_data/tfrecord): length, checksum of
the length, data, checksum of the data. Broken records are passed over; a cut file is read to there.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

from probes.formats.guarded import only_refusals
from probes.formats.history_limits import FILE_BYTES, RECORD_BYTES, RECORDS, TAGS
from probes.formats.protobuf_wire import (
    BYTES,
    FIXED32,
    FIXED64,
    VARINT,
    BrokenMessageError,
    fields,
    real,
    signed,
)
from probes.formats.table import Table
from probes.history import History
from probes.refusal import Refusal

_FIRST_EVENT = b"brain.Event:"
# Field numbers of the messages Event, Summary, Summary.Value and TensorProto.
_STEP, _SUMMARY = 2, 5
_VALUE = 1
_TAG, _SIMPLE_VALUE, _TENSOR = 1, 2, 8
_DTYPE, _CONTENT, _FLOATS, _DOUBLES, _INTS, _INT64S = 1, 4, 5, 6, 7, 10
_SIZES = {1: ("<f", 4), 2: ("<d", 8), 3: ("<i", 4), 9: ("<q", 8), 19: ("<e", 2)}


@dataclass
class Points:
    """What one tag logged."""

    steps: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    return len(head) >= 24 and _FIRST_EVENT in head[12:64]


@only_refusals
def read(path: Path) -> History:
    size = path.stat().st_size
    if size > FILE_BYTES:
        raise Refusal("history_too_large", bytes=size, limit=FILE_BYTES)
    with path.open("rb") as file:
        return of_points(gathered(file), "tensorboard")


def gathered(file: BinaryIO) -> dict[str, Points]:
    points: dict[str, Points] = {}
    for number, record in enumerate(_records(file)):
        if number >= RECORDS:
            raise Refusal("history_too_many_rows", rows=number, columns=len(points))
        try:
            for tag, step, value in _scalars(record):
                found = points.setdefault(tag, Points())
                found.steps.append(step)
                found.values.append(value)
        except (BrokenMessageError, struct.error):
            continue
        if len(points) > TAGS:
            raise Refusal("history_too_many_columns", columns=len(points), limit=TAGS)
    return points


def _records(file: BinaryIO) -> Iterator[bytes]:
    while len(frame := file.read(12)) == 12:
        length = struct.unpack_from("<Q", frame)[0]
        if length > RECORD_BYTES:  # an image or a graph that large does not occur: lost in the file
            return
        data = file.read(length)
        if len(data) < length:
            return
        file.read(4)
        yield data


def _scalars(event: bytes) -> Iterator[tuple[str, int, float]]:
    step, summaries = 0, []
    for number, kind, raw in fields(event):
        if number == _STEP and kind == VARINT:
            step = signed(raw)
        elif number == _SUMMARY and kind == BYTES:
            summaries.append(raw)
    for summary in summaries:
        for number, kind, raw in fields(summary):
            if number == _VALUE and kind == BYTES:
                tag, value = _tagged_value(raw)
                if tag and value is not None:
                    yield tag, step, value


def _tagged_value(data: bytes) -> tuple[str, float | None]:
    tag, value = "", None
    for number, kind, raw in fields(data):
        if number == _TAG and kind == BYTES:
            tag = raw[:500].decode("utf-8", "replace")
        elif number == _SIMPLE_VALUE and kind == FIXED32:
            value = real(raw)
        elif number == _TENSOR and kind == BYTES:
            value = _scalar_tensor(raw)
    return tag, value


def _scalar_tensor(data: bytes) -> float | None:
    """The single number of a tensor; None for larger tensors and for text."""
    dtype, found = 1, []
    for number, kind, raw in fields(data):
        if number == _DTYPE and kind == VARINT:
            dtype = raw
        elif number == _CONTENT and kind == BYTES:
            form, size = _SIZES.get(dtype, ("", -1))
            found += [struct.unpack(form, raw)[0]] if len(raw) == size else []
        elif number in (_FLOATS, _DOUBLES):
            size = 4 if number == _FLOATS else 8
            packed = kind == BYTES and len(raw) == size
            found += [real(raw)] if packed or kind in (FIXED32, FIXED64) else []
        elif number in (_INTS, _INT64S) and kind == VARINT:
            found.append(signed(raw))
    return float(found[0]) if len(found) == 1 else None


def of_points(points: dict[str, Points], source: str) -> History:
    """Tags side by side in the rows of their common steps; what came later at a step counts."""
    if not points:
        raise Refusal("history_has_no_numbers", rows=0)
    steps = {tag: np.array(found.steps, np.int64) for tag, found in points.items()}
    rows = np.unique(np.concatenate(list(steps.values())))
    table = Table(source)
    everywhere = np.ones(rows.size, bool)
    # The dimensions are judged before any column is made.
    table.add(dict.fromkeys(points, (np.empty(0), np.empty(0, bool))), rows.size)
    table = Table(source)
    columns = {"step": (rows.astype(float), everywhere)}
    for tag, found in points.items():
        places = np.searchsorted(rows, steps[tag])
        values, present = np.full(rows.size, np.nan), np.zeros(rows.size, bool)
        values[places], present[places] = found.values, True
        columns[tag if tag != "step" else "step (logged)"] = (values, present)
    table.add(columns, rows.size)
    return table.history()
