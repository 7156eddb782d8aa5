"""No dropout and no weight decay."""

from dataclasses import replace

from probes.graph.layers import dropouts
from probes.trials.trial import Trial


def change(trial: Trial) -> Trial | None:
    program = trial.objective.program
    found = [node for node, _ in dropouts(program.graph)]
    if not found and not trial.setting.weight_decay:
        return None
    names = ("p", "dropout", "dropout_p")
    off = {
        node.name: {name: 0.0 for name in names if node.argument(name) is not None}
        for node in found
    }  # fmt: skip
    objective = trial.objective.with_program(program.copy(arguments=off))
    return replace(trial, objective=objective, setting=replace(trial.setting, weight_decay=0.0))
