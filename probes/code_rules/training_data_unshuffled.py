"""The training set is read in the same order in every epoch."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted, last
from probes.source.program import Program, argument, keyword, method, passes_unknown

_MIXING = ("shuffle", "permutation", "randperm", "sample", "RandomSampler")
_STREAMS = ("iterable", "stream", "webdataset", "iter")
_NOT_TRAINING = ("eval", "val", "test", "ordered", "unshuffled", "noshuffle", "seq", "inference")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    mixed_elsewhere = _mixes(program)
    for call in program.calls:
        if last(program.name(call)) == "DataLoader" and is_for_training(program, call):
            told = _loader(call)
            if told == "present" and (mixed_elsewhere or _streams(program, call)):
                continue
            if told:
                yield call, told
        elif method(call) == "fit" and _constant(keyword(call, "shuffle")) is False:
            yield call, "present"


def _loader(call: ast.Call) -> str | None:
    if passes_unknown(call) or argument(call, 3, "sampler", "batch_sampler") is not None:
        return None
    if keyword(call, "batch_sampler") is not None:
        return None
    shuffle = argument(call, 2, "shuffle")
    if shuffle is None or _constant(shuffle) is False:
        return "present"
    return "absent" if _constant(shuffle) is True else None


def _constant(node: ast.expr | None) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def is_for_training(program: Program, call: ast.Call) -> bool:
    """By the names of the variable, of the data set and of the function around."""
    names = [dotted(argument(call, 0, "dataset"))]
    above = next(program.up(call), None)
    if isinstance(above, ast.Assign):
        names += [dotted(target) for target in above.targets]
    scope = program.scope(call)
    if isinstance(above, ast.Return) and isinstance(scope, ast.FunctionDef):
        names.append(scope.name)
    told = " ".join(names).lower()
    return "train" in told and not any(word in told for word in _NOT_TRAINING)


def _streams(program: Program, call: ast.Call) -> bool:
    """Iterable data sets cannot be shuffled by the loader."""
    if any(
        "IterableDataset" in ast.unparse(base) for c in program.classes.values() for base in c.bases
    ):
        return True
    return any(word in ast.unparse(call).lower() for word in _STREAMS)


def _mixes(program: Program) -> bool:
    """Something else in the script shuffles: then the loader need not."""
    return any(
        last(dotted(call.func)) in _MIXING or method(call) in _MIXING for call in program.calls
    )
