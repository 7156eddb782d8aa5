"""What one upload may cost while it is read, shared by the pickles and archives inside it."""

from dataclasses import dataclass

from probes.formats.archives.inflate import Allowance
from probes.formats.pickles.values import LongText, Table
from probes.refusal import Refusal

MAX_OPCODES = 4_000_000  # about 150,000 tensors; a few seconds of work
MAX_CONTAINERS = 1_000_000


@dataclass
class Budget:
    """A file inside a file starts no new one: a hundred small bombs are one large bomb."""

    unfolding: Allowance
    opcodes: int = MAX_OPCODES
    containers: int = MAX_CONTAINERS

    def charge(self, args: tuple) -> None:
        """For what a rebuilder goes through: the memo can hand it over a million times."""
        for given in args:
            if isinstance(given, (list, tuple, Table)):
                self.opcodes -= len(given)
            elif isinstance(given, LongText):
                self.unfolding.take(len(given.utf8))
            elif isinstance(given, str):
                self.unfolding.take(len(given))

    def container(self) -> None:
        self.containers -= 1
        if self.containers < 0:
            raise Refusal("pickle_too_long", limit=MAX_CONTAINERS)


def budget_for(file_bytes: int) -> Budget:
    return Budget(Allowance(file_bytes))
