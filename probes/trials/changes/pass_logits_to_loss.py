"""The softmax or sigmoid before a loss that wants logits is left out."""

from dataclasses import replace

from probes.graph.layers import kind
from probes.passes.structure import output_nodes
from probes.trials.trial import Trial

LEFT_OUT = {"softmax", "_softmax", "_safe_softmax", "sigmoid", "hardsigmoid"}


def change(trial: Trial) -> Trial | None:
    objective = trial.objective
    names = {n.name for n in output_nodes(objective.program.graph) if kind(n) in LEFT_OUT}
    if not names or objective.loss_kind not in ("cross_entropy", "bce_with_logits"):
        return None
    program = objective.program.copy(bypass=names)
    return replace(trial, objective=objective.with_program(program))
