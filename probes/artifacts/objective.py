"""What the model minimises on the uploaded batch."""

from probes.batch import Batch
from probes.graph.program import Program
from probes.passes.objective import Objective, make
from probes.script import Script


def objective(
    model: Program, batch: Batch, script: Script | None = None, loss_function: str | None = None
) -> Objective:
    """The loss of the graph, else the one that is said, the script's, or the likely one."""
    told = script.get("loss_function") if script is not None else None
    said = loss_function or (str(told.value) if told is not None and told.value else None)
    return make(model, batch, said)
