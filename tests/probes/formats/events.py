"""Writes TensorBoard event files byte by byte, in the old and the new form of scalars."""

import struct


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def part(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def frame(event: bytes) -> bytes:
    return struct.pack("<QI", len(event), 0) + event + struct.pack("<I", 0)


def event(step: int, *values: bytes) -> bytes:
    wall_time = b"\x09" + struct.pack("<d", 1.7e9)
    summary = b"".join(part(1, value) for value in values)
    return frame(wall_time + b"\x10" + varint(step) + part(5, summary))


def simple(tag: str, value: float) -> bytes:
    return part(1, tag.encode()) + b"\x15" + struct.pack("<f", value)


def tensor(tag: str, value: float) -> bytes:
    content = b"\x08\x01" + part(4, struct.pack("<f", value))
    return part(1, tag.encode()) + part(8, content)


def header() -> bytes:
    return frame(b"\x09" + struct.pack("<d", 1.7e9) + part(3, b"brain.Event:2"))
