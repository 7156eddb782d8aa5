"""Opcodes that push one constant, number or text; lengths are checked against the file first."""

import struct

from probes.formats.pickles.machine import Machine
from probes.formats.pickles.opcodes.table import OPCODES, Opcode, opcode
from probes.formats.pickles.values import LongText
from probes.refusal import Refusal

MAX_NUMBER = 255  # bytes of a whole number
LONG_TEXT = 1 << 16  # bytes; longer texts are kept where they are


def _pushes(value: object) -> Opcode:
    return lambda machine: machine.stack.append(value)


for _code, _value in {"N": None, "\x88": True, "\x89": False, ")": ()}.items():
    OPCODES[ord(_code)] = _pushes(_value)


@opcode(0x80)  # PROTO
def protocol(machine: Machine) -> None:
    if machine.number(1) > 5:
        raise Refusal("pickle_damaged", at=machine.at)


@opcode(0x95)  # FRAME: a hint for buffering that we do not need
def frame(machine: Machine) -> None:
    machine.number(8)


def _binary_number(code: str, size: int, layout: str) -> None:
    unpack = struct.Struct(layout).unpack
    OPCODES[ord(code)] = lambda machine: machine.stack.append(unpack(machine.take(size))[0])


for _code, _size, _layout in [("J", 4, "<i"), ("K", 1, "<B"), ("M", 2, "<H"), ("G", 8, ">d")]:
    _binary_number(_code, _size, _layout)


@opcode("I", "L", "F")
def number_in_text(machine: Machine) -> None:
    kind, text = machine.data[machine.at - 1], machine.line()
    if len(text) > MAX_NUMBER:
        raise Refusal("pickle_damaged", at=machine.at)
    if kind == ord("F"):
        machine.stack.append(float(text))
    elif kind == ord("I") and text in (b"00", b"01"):
        machine.stack.append(text == b"01")
    else:
        machine.stack.append(int(text.rstrip(b"L")))


def _long(width: int) -> Opcode:
    def read(machine: Machine) -> None:
        size = machine.number(width)
        if size > MAX_NUMBER:
            raise Refusal("pickle_damaged", at=machine.at)
        machine.stack.append(int.from_bytes(machine.take(size), "little", signed=True))

    return read


def _text(width: int) -> Opcode:
    def read(machine: Machine) -> None:
        utf8 = machine.take(machine.number(width))
        long = len(utf8) > LONG_TEXT
        machine.stack.append(LongText(utf8) if long else str(utf8, "utf-8", "surrogatepass"))

    return read


def _bytes(width: int) -> Opcode:
    return lambda machine: machine.stack.append(machine.take(machine.number(width)))


for _code, _width in [(0x8A, 1), (0x8B, 4)]:  # LONG1, LONG4
    OPCODES[_code] = _long(_width)
for _code, _width in [(0x8C, 1), (ord("X"), 4), (0x8D, 8)]:  # (SHORT_)BINUNICODE(8)
    OPCODES[_code] = _text(_width)
for _code, _width in [(ord("C"), 1), (ord("B"), 4), (0x8E, 8), (0x96, 8)]:  # BINBYTES, BYTEARRAY8
    OPCODES[_code] = _bytes(_width)


def _old_text(width: int) -> Opcode:
    """Str of Python 2: text where it is ASCII, else bytes."""

    def read(machine: Machine) -> None:
        raw = machine.take(machine.number(width))
        small = len(raw) <= LONG_TEXT and bytes(raw).isascii()
        machine.stack.append(str(raw, "ascii") if small else raw)

    return read


OPCODES[ord("U")], OPCODES[ord("T")] = _old_text(1), _old_text(4)


@opcode("S", "V")
def text_in_line(machine: Machine) -> None:
    """Escapes are left as they are written: no codec runs on what the file holds."""
    raw = machine.line().strip(b"'\"")
    machine.stack.append(str(raw, "utf-8", "replace"))
