"""Opcodes of the stack, lists, tuples and tables; sets are lists: nothing is hashed."""

from probes.formats.pickles.machine import Machine
from probes.formats.pickles.opcodes.table import opcode
from probes.formats.pickles.values import Object, Table
from probes.refusal import Refusal


@opcode("(")
def mark(machine: Machine) -> None:
    machine.container()
    machine.marks.append(machine.stack)
    machine.stack = []


@opcode("0")
def pop(machine: Machine) -> None:
    if machine.stack:
        machine.stack.pop()
    else:
        machine.pop_mark()


@opcode("1")
def pop_to_mark(machine: Machine) -> None:
    machine.pop_mark()


@opcode("2")
def duplicate(machine: Machine) -> None:
    machine.stack.append(machine.stack[-1])


@opcode("]", 0x8F)  # EMPTY_LIST; a set is a list to us: nothing is hashed
def empty_list(machine: Machine) -> None:
    machine.container()
    machine.stack.append([])


@opcode("}")
def empty_table(machine: Machine) -> None:
    machine.container()
    machine.stack.append(Table())


@opcode("l", 0x91)  # LIST, FROZENSET
def list_of_mark(machine: Machine) -> None:
    items = machine.pop_mark()
    machine.stack.append(items)


@opcode("t")
def tuple_of_mark(machine: Machine) -> None:
    items = machine.pop_mark()
    machine.stack.append(tuple(items))


@opcode("d")
def table_of_mark(machine: Machine) -> None:
    items = machine.pop_mark()
    machine.stack.append(Table(_pairs(items)))


@opcode(0x85, 0x86, 0x87)  # TUPLE1, TUPLE2, TUPLE3
def short_tuple(machine: Machine) -> None:
    machine.container()
    count = machine.data[machine.at - 1] - 0x84
    items = machine.stack[-count:]
    if len(items) < count:
        raise Refusal("pickle_damaged", at=machine.at)
    machine.stack[-count:] = [tuple(items)]


def _pairs(items: list[object]) -> list[tuple[object, object]]:
    return list(zip(items[::2], items[1::2], strict=True))


def _extend(machine: Machine, items: list[object]) -> None:
    target = machine.stack[-1]
    if isinstance(target, list):
        target.extend(items)
    elif isinstance(target, Object):
        target.items.extend(items)
    else:
        raise Refusal("pickle_damaged", at=machine.at)


def _set_items(machine: Machine, pairs: list[tuple[object, object]]) -> None:
    target = machine.stack[-1]
    if not isinstance(target, (Table, Object)):
        raise Refusal("pickle_damaged", at=machine.at)
    target.pairs.extend(pairs)


@opcode("a")
def append(machine: Machine) -> None:
    item = machine.stack.pop()
    _extend(machine, [item])


@opcode("e", 0x90)  # APPENDS, ADDITEMS
def append_mark(machine: Machine) -> None:
    items = machine.pop_mark()
    _extend(machine, items)


@opcode("s")
def set_item(machine: Machine) -> None:
    value, key = machine.stack.pop(), machine.stack.pop()
    _set_items(machine, [(key, value)])


@opcode("u")
def set_items(machine: Machine) -> None:
    items = machine.pop_mark()
    _set_items(machine, _pairs(items))
