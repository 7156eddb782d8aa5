"""Settings that a script writes down: from optimizers, loaders, and the arguments of trainers."""

import ast
from collections.abc import Callable, Iterator

from probes.source.constants import number
from probes.source.keras import models
from probes.source.names import last
from probes.source.program import Program, argument, keyword, method
from probes.source.training import OPTIMIZERS, optimizers

Value = tuple[ast.AST, float | str]
TRAINERS = ("TrainingArguments", "Seq2SeqTrainingArguments", "SFTConfig", "Trainer")


def agreed(values: list[Value]) -> Iterator[Value]:
    """The first place of a value that is the same everywhere; two values are no answer."""
    if values and len({value for _, value in values}) == 1:
        yield values[0]


def optimizer_number(program: Program, place: int | None, *names: str) -> list[Value]:
    """A number given to the optimizers of PyTorch and Keras, and to the Trainer."""
    found = []
    for call in [*optimizers(program), *_keras_optimizers(program)]:
        given = argument(call, place, *names) if place is not None else keyword(call, *names)
        if (value := number(program, given)) is not None:
            found.append((call, value))
    return found


def trainer_number(program: Program, *names: str) -> list[Value]:
    """TrainingArguments(learning_rate=...), Trainer(max_epochs=...)."""
    calls = [call for call in program.calls if last(program.name(call)) in TRAINERS]
    return numbers(program, calls, lambda call: keyword(call, *names))


def numbers(
    program: Program, calls: list[ast.Call], given: Callable[[ast.Call], ast.expr | None]
) -> list[Value]:
    found = [(call, number(program, given(call))) for call in calls]
    return [(call, value) for call, value in found if value is not None]


def fits(program: Program) -> list[ast.Call]:
    """model.fit(...) of Keras; scikit-learn's has neither of the keywords."""
    return [c for c in program.calls if method(c) == "fit" and keyword(c, "epochs", "batch_size")]


def optimizer_choices(program: Program) -> list[Value]:
    found: list[Value] = []
    for call in [*optimizers(program), *_keras_optimizers(program)]:
        choice = OPTIMIZERS[last(program.name(call))]
        momentum = number(program, argument(call, 2, "momentum"))
        uncertain = argument(call, 2, "momentum") is not None and momentum is None
        if choice == "sgd" and not uncertain:
            choice = "sgd_momentum" if momentum else "sgd"
        found.append((call, choice))
    for model in models(program):
        if isinstance(model.optimizer, ast.Constant) and isinstance(model.optimizer.value, str):
            found.append((model.optimizer, model.optimizer.value.lower()))
    return found


def _keras_optimizers(program: Program) -> list[ast.Call]:
    return [
        call
        for call in program.calls
        if program.name(call).startswith("keras.optimizers.")
        and last(program.name(call)) in OPTIMIZERS
    ]
