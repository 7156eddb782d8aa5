"""The batch size of training."""

import ast
from collections.abc import Iterator

from probes.code_rules.training_data_unshuffled import is_for_training
from probes.source.names import last
from probes.source.program import Program, argument, keyword
from probes.source.settings import Value, agreed, fits, numbers, trainer_number


def find(program: Program) -> Iterator[Value]:
    loaders = [call for call in program.calls if last(program.name(call)) == "DataLoader"]
    training = [call for call in loaders if is_for_training(program, call)]
    found = numbers(program, training or loaders, _of_loader)
    found += numbers(program, fits(program), lambda call: keyword(call, "batch_size"))
    yield from agreed(found + trainer_number(program, "per_device_train_batch_size"))


def _of_loader(call: ast.Call) -> ast.expr | None:
    return argument(call, 1, "batch_size")
