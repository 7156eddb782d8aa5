"""total_loss += loss keeps the graph of every batch alive: memory grows through the epoch."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted
from probes.source.program import Program, receiver
from probes.source.training import backwards


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    differentiated = {dotted(receiver(call)) for call in backwards(program)}
    for backward in backwards(program):
        loss = dotted(receiver(backward))
        loops = program.loops_around(backward)
        if not loss or not loops:
            continue
        for node in program.within(loops[0], ast.AugAssign):
            total = dotted(node.target)
            if not isinstance(node.op, ast.Add) or dotted(node.value) != loss:
                continue
            given = program.latest(loss, node)
            sums_for_backward = total in differentiated or total == loss or _feeds(program, total)
            if not sums_for_backward and (given is None or given.line <= backward.lineno):
                yield node, "present"


def _feeds(program: Program, total: str) -> bool:
    """The sum is made whole or cut elsewhere: total / n in a backward, total.detach_()."""
    return f"{total}.backward" in program.text or f"{total}.detach" in program.text
