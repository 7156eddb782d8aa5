"""The table of opcodes, which the modules beside it fill."""

from collections.abc import Callable

from probes.formats.pickles.machine import Machine
from probes.refusal import Refusal

STOP = ord(".")

Opcode = Callable[[Machine], None]


def _unknown(machine: Machine) -> None:
    raise Refusal("pickle_damaged", at=machine.at)


OPCODES: list[Opcode] = [_unknown] * 256


def opcode(*codes: int | str) -> Callable[[Opcode], Opcode]:
    def register(function: Opcode) -> Opcode:
        for code in codes:
            OPCODES[code if isinstance(code, int) else ord(code)] = function
        return function

    return register
