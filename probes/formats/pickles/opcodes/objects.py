"""Opcodes of names, calls and objects: in this machine all of them stay records."""

from typing import NoReturn

from probes.formats.pickles.machine import Machine
from probes.formats.pickles.opcodes.table import opcode
from probes.formats.pickles.values import Name, Object, Table
from probes.refusal import Refusal

MAX_NAME = 1000  # characters of a module or class name


def _name(machine: Machine, module: object, name: object) -> Name:
    if not isinstance(module, str) or not isinstance(name, str):
        raise Refusal("pickle_damaged", at=machine.at)
    if len(module) + len(name) > MAX_NAME:
        raise Refusal("pickle_damaged", at=machine.at)
    machine.container()
    found = Name(module, name)
    machine.calls.add(found.path)
    return found


@opcode("c")
def global_in_lines(machine: Machine) -> None:
    module, name = str(machine.line(), "utf-8"), str(machine.line(), "utf-8")
    machine.stack.append(_name(machine, module, name))


@opcode(0x93)
def global_of_stack(machine: Machine) -> None:
    name, module = machine.stack.pop(), machine.stack.pop()
    machine.stack.append(_name(machine, module, name))


@opcode(0x82, 0x83, 0x84)  # EXT1, EXT2, EXT4: an entry of a registry that we do not have
def extension(machine: Machine) -> None:
    width = {0x82: 1, 0x83: 2, 0x84: 4}[machine.data[machine.at - 1]]
    machine.stack.append(_name(machine, "copyreg.extension", str(machine.number(width))))


@opcode("R", 0x81)  # REDUCE, NEWOBJ
def reduce(machine: Machine) -> None:
    args, function = machine.stack.pop(), machine.stack.pop()
    machine.stack.append(machine.call(function, args))


@opcode(0x92)  # NEWOBJ_EX
def new_with_keywords(machine: Machine) -> None:
    keywords, args, function = (machine.stack.pop() for _ in range(3))
    made = machine.call(function, args)
    if isinstance(made, Object) and isinstance(keywords, Table):
        made.pairs.extend(keywords.pairs)
    machine.stack.append(made)


@opcode("i")  # INST
def instance(machine: Machine) -> None:
    module, name = str(machine.line(), "utf-8"), str(machine.line(), "utf-8")
    args = tuple(machine.pop_mark())
    machine.stack.append(machine.call(_name(machine, module, name), args))


@opcode("o")  # OBJ
def object_of_mark(machine: Machine) -> None:
    function, *args = machine.pop_mark()
    machine.stack.append(machine.call(function, tuple(args)))


@opcode("b")
def build(machine: Machine) -> None:
    """State is handed to our own inert values only; on anything else it is dropped."""
    state = machine.stack.pop()
    target = machine.stack[-1]
    if hasattr(target, "build"):
        target.build(state)


@opcode("Q")
def persistent(machine: Machine) -> None:
    machine.stack.append(machine.persistent(machine.stack.pop()))


@opcode("P")
def persistent_in_line(machine: Machine) -> None:
    machine.stack.append(machine.persistent(str(machine.line(), "utf-8")))


@opcode(0x97, 0x98)  # NEXT_BUFFER, READONLY_BUFFER: their data live outside of the file
def outside_buffer(_machine: Machine) -> NoReturn:
    raise Refusal("pickle_data_elsewhere")
