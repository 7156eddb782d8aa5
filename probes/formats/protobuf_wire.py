"""The wire format of protocol buffers: fields of one message, without any schema.

Source: https://protobuf.dev/programming-guides/encoding/
"""

import struct
from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


class BrokenMessageError(ValueError):
    """The bytes are no message."""


def fields(data: bytes) -> Iterator[tuple[int, int, int | bytes]]:
    """Field number, wire type and raw value of every field."""
    place = 0
    while place < len(data):
        key, place = varint(data, place)
        kind = key & 7
        if kind == VARINT:
            raw, place = varint(data, place)
        else:
            size, place = _size(data, place, kind)
            if place + size > len(data):
                raise BrokenMessageError("a field is longer than its message")
            raw, place = data[place : place + size], place + size
        yield key >> 3, kind, raw


def _size(data: bytes, place: int, kind: int) -> tuple[int, int]:
    if kind == BYTES:
        return varint(data, place)
    if kind in (FIXED64, FIXED32):
        return (8 if kind == FIXED64 else 4), place
    raise BrokenMessageError(f"wire type {kind}")


def varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place >= len(data) or shift > 63:
            raise BrokenMessageError("a number does not end")
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7


def signed(value: int) -> int:
    return value - 2**64 if value >= 2**63 else value


def real(raw: bytes) -> float:
    """A float or a double by its length."""
    return struct.unpack("<f" if len(raw) == 4 else "<d", raw)[0]
