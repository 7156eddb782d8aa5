"""Weights, optimizer, scheduler and trainer state from separate files of one folder, as one."""

import math
from dataclasses import replace

from probes.checkpoint import Checkpoint, OptimizerState, StoredTensor
from probes.formats.archives.strict_json import strict_json
from probes.formats.layouts.compose import compose
from probes.formats.layouts.likely_order import likely_place
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.values import Table
from probes.formats.tidy_names import tidy
from probes.refusal import Refusal

MAX_ROWS = 200_000


def joined(
    trees: list[object],
    tensors: dict[str, StoredTensor],
    side: dict[str, object],
    binder: Binder,
) -> Checkpoint:
    """One tree as if all had been saved together, so that the optimizer finds its weights."""
    if not trees and not tensors and not side:
        raise Refusal("no_weights_inside")
    pairs: list[tuple[object, object]] = [(name.split(".")[0], tree) for name, tree in side.items()]
    if tensors:
        named = [(name, tensors[name]) for name in sorted(tensors, key=likely_place)]
        pairs.append(("state_dict", Table(named)))
    elif len(trees) == 1 and not side:
        return compose(trees[0], binder, "run_folder")
    elif trees:
        shards = [pair for tree in trees if isinstance(tree, Table) for pair in tree.pairs]
        pairs.append(("state_dict", Table(shards) if len(trees) > 1 else trees[0]))
    made = compose(Table(pairs), binder, "run_folder")
    return (
        replace(made, optimizers=tuple(map(_likely, made.optimizers)), ordered=False)
        if tensors
        else made
    )


def _likely(state: OptimizerState) -> OptimizerState:
    """The order was lost with the names' sorting: what fits is likely, not certain."""
    return replace(state, matched_by="likely") if state.matched_by in ("order", "groups") else state


def with_trainer_state(checkpoint: Checkpoint, data: memoryview) -> Checkpoint:
    """epoch, step, best score and history of HF's trainer_state.json."""
    state = strict_json(data)
    if not isinstance(state, dict):
        return checkpoint
    rows = state.get("log_history")
    rows = rows[:MAX_ROWS] if isinstance(rows, list) else []
    log = tuple(_row(row) for row in rows if isinstance(row, dict))
    return replace(
        checkpoint,
        epoch=_number(state.get("epoch")),
        step=_number(state.get("global_step")),
        best=_number(state.get("best_metric")),
        best_name="best_metric" if _number(state.get("best_metric")) is not None else None,
        log=log,
    )


def _row(row: dict) -> dict[str, object]:
    simple = {k: v for k, v in row.items() if isinstance(v, (int, float, str)) or v is None}
    return {tidy(name): value for name, value in simple.items()}


def _number(value: object) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < math.inf:
        return float(value) if abs(value) < 1e300 else None
    return None
