"""A pickle machine that can only build inert values.

Python's own unpickler looks names up and calls what it finds; its safe subclasses still allocate
what a length claims, hash what they are given and decode with any codec. This one has no call.
Its work is bounded by the number of opcodes, its memory by the number of containers.
"""

from collections.abc import Callable

from probes.formats.pickles.budget import MAX_OPCODES, Budget
from probes.formats.pickles.values import Object, Storage
from probes.refusal import Refusal

MAX_LINE = 1 << 20  # longest text argument of the old protocols, in bytes

Rebuilder = Callable[[tuple], object]
Persistent = Callable[[object], Storage]

_DAMAGE = (
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    MemoryError,
    RecursionError,
)


def no_storages(_: object) -> Storage:
    raise Refusal("pickle_damaged", at=0)


class Machine:
    """One pickle after another from `data`, starting at byte `at`."""

    def __init__(
        self,
        data: memoryview,
        rebuilders: dict[str, Rebuilder],
        budget: Budget,
        persistent: Persistent = no_storages,
        at: int = 0,
    ):
        self.data, self.at = data, at
        self.rebuilders, self.persistent = rebuilders, persistent
        self.stack: list[object] = []
        self.marks: list[list[object]] = []
        self.memo: dict[int, object] = {}
        self.budget = budget
        self.container = budget.container
        self.calls: set[str] = set()  # every name that was asked for, known or not

    def load(self) -> object:
        """The next pickle's value; `at` then stands behind it."""
        from probes.formats.pickles.opcodes import OPCODES, STOP

        self.stack, self.marks, self.memo = [], [], {}
        try:
            while True:
                opcode = self.data[self.at]
                self.at += 1
                self.budget.opcodes -= 1
                if self.budget.opcodes < 0:
                    raise Refusal("pickle_too_long", limit=MAX_OPCODES)
                if opcode == STOP:
                    return self.stack.pop()
                OPCODES[opcode](self)
        except Refusal:
            raise
        except _DAMAGE:
            raise Refusal("pickle_damaged", at=self.at) from None

    def take(self, count: int) -> memoryview:
        """The next `count` bytes, which must be there: a length allocates nothing."""
        end = self.at + count
        if end > len(self.data):
            raise Refusal("pickle_truncated", at=self.at)
        part = self.data[self.at : end]
        self.at = end
        return part

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "little")

    def line(self) -> bytes:
        """Up to the next newline; looks further only as long as it must."""
        window = 128
        while window <= MAX_LINE:
            part = bytes(self.data[self.at : self.at + window])
            end = part.find(b"\n")
            if end >= 0:
                self.at += end + 1
                return part[:end]
            window *= 8
        raise Refusal("pickle_damaged", at=self.at)

    def pop_mark(self) -> list[object]:
        items, self.stack = self.stack, self.marks.pop()
        return items

    def call(self, function: object, args: object) -> object:
        """A function from our own table, else an inert record of what would have been called."""
        self.container()
        path = getattr(function, "path", None) or type(function).__name__
        self.calls.add(path)
        known = self.rebuilders.get(path)
        if known is None or not isinstance(args, tuple):
            return Object(path, args)
        self.budget.charge(args)
        return known(args)
