"""What a training script does, read from its text alone: findings with the lines they rest on."""

import ast
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Literal

from probes import code_rules
from probes.refusal import Refusal
from probes.source.program import Program
from probes.source.repair import repaired

CHARACTERS = 2**20  # of one script; the longest training script that we know has 120 kB
NODES = 100_000
# These rest on something that the script does not do anywhere.
_TOLD_BY_OMISSION = frozenset(
    ("gradients_not_zeroed", "no_eval_mode_in_validation", "train_mode_not_restored")
    + ("parameters_missing_from_optimizer", "training_data_unshuffled")
)


@dataclass(frozen=True)
class CodeFinding:
    """`value` is set for choices and numbers. Nothing is said absent that is not certain."""

    finding: str
    state: Literal["present", "absent"]
    line: int
    code: str
    value: float | str | None = None


@dataclass(frozen=True)
class Script:
    """`given_up` lines were no Python and were passed over."""

    findings: tuple[CodeFinding, ...]
    lines: int
    given_up: int = 0

    def get(self, finding: str) -> CodeFinding | None:
        """The first place at which a finding is present, else where it is certainly absent."""
        return next(iter(self.all(finding)), None)

    def all(self, finding: str) -> tuple[CodeFinding, ...]:
        found = [one for one in self.findings if one.finding == finding]
        return tuple(sorted(found, key=lambda one: (one.state != "present", one.line)))


def read_code(text: str) -> Script:
    """Parses and judges; never runs. Refusal for what is no Python even after repair."""
    tree, source, given_up = parsed(text)
    program = Program(tree, source)
    if len(program.nodes) > NODES:
        raise Refusal("script_too_large", size=len(program.nodes), limit=NODES)
    try:
        found = [one for name, rule in rules().items() for one in _asked(name, rule, program)]
    except RecursionError as error:
        raise Refusal("script_too_nested") from error
    if given_up:  # a line that we could not read may hold what seems to be missing
        found = [one for one in found if one.finding not in _TOLD_BY_OMISSION]
    return Script(tuple(found), text.count("\n") + 1, given_up)


def _asked(name: str, rule: ModuleType, program: Program) -> Iterator[CodeFinding]:
    """What one rule says. A rule answers (node, state) or (node, value)."""
    seen = set()
    for node, told in rule.find(program):
        if (node.lineno, told) in seen:  # inner functions are walked with the outer one
            continue
        seen.add((node.lineno, told))
        stated = told in ("present", "absent")
        yield CodeFinding(
            finding=name,
            state=told if stated else "present",
            line=node.lineno,
            code=program.code(node),
            value=None if stated else told,
        )


@cache
def rules() -> dict[str, ModuleType]:
    """Every rule of probes/code_rules by the finding it is named after."""
    names = sorted(module.name for module in pkgutil.iter_modules(code_rules.__path__))
    return {name: import_module(f"{code_rules.__name__}.{name}") for name in names}


def parsed(text: str) -> tuple[ast.Module, str, int]:
    """The tree, its text, and the number of lines given up."""
    if len(text) > CHARACTERS:
        raise Refusal("script_too_large", size=len(text), limit=CHARACTERS)
    try:
        return ast.parse(text), text, 0
    except SyntaxError as error:
        if (repair := repaired(text)) is None:
            raise Refusal("script_not_python", line=error.lineno or 0) from error
        return repair
    except ValueError as error:
        raise Refusal("script_not_python", line=0) from error
    except (RecursionError, MemoryError) as error:  # how CPython's parser ends on deep nesting
        raise Refusal("script_too_nested") from error
