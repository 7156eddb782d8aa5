"""What each pickle opcode does to the machine; opcodes that are not here are refused."""

from probes.formats.pickles.opcodes import containers, memo, objects, scalars
from probes.formats.pickles.opcodes.table import OPCODES, STOP

__all__ = ["OPCODES", "STOP", "containers", "memo", "objects", "scalars"]
