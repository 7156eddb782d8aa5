"""The training pass in which numerical trouble is looked for, on weights that are finite."""

from dataclasses import dataclass

from probes.passes import redrawn, training
from probes.passes.objective import Objective
from probes.passes.training import TrainingPass

# Something did break: where fresh weights stay finite, grown ones show which operation gives first.
GAINS = (1.0, 4.0, 16.0, 64.0)


@dataclass(frozen=True)
class NumericPass:
    """`redrawn`: the model's own weights were NaN, and fresh ones stand for them, times `gain`."""

    run: TrainingPass
    redrawn: bool
    gain: float = 1.0

    @property
    def objective(self) -> Objective:
        return self.run.objective

    @property
    def finite(self) -> bool:
        return self.run.finite and all(g.finite for g in self.run.gradients.values())


def look(done: TrainingPass) -> NumericPass:
    broken = redrawn.broken(done.objective.program) if not done.finite else []
    if not broken:
        return NumericPass(done, redrawn=False)
    for gain in GAINS:
        fresh = redrawn.redraw(done.objective.program, gain=gain)
        found = NumericPass(training.run(done.objective.with_program(fresh)), True, gain)
        if not found.finite:
            break
    return found
