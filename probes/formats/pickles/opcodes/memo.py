"""Opcodes that keep a value for later and fetch it again."""

from probes.formats.pickles.machine import Machine
from probes.formats.pickles.opcodes.table import opcode
from probes.refusal import Refusal


@opcode("q", "r", "p", 0x94)  # BINPUT, LONG_BINPUT, PUT, MEMOIZE
def put(machine: Machine) -> None:
    kind = machine.data[machine.at - 1]
    place = len(machine.memo) if kind == 0x94 else _place(machine, kind)
    machine.memo[place] = machine.stack[-1]


@opcode("h", "j", "g")  # BINGET, LONG_BINGET, GET
def get(machine: Machine) -> None:
    machine.stack.append(machine.memo[_place(machine, machine.data[machine.at - 1])])


def _place(machine: Machine, kind: int) -> int:
    if kind in b"qh":
        return machine.number(1)
    if kind in b"rj":
        return machine.number(4)
    text = machine.line()
    if len(text) > 10 or not text.isdigit():
        raise Refusal("pickle_damaged", at=machine.at)
    return int(text)
