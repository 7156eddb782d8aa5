"""The settings of an optimizer's largest parameter group: what a person calls its settings."""

from collections import Counter
from collections.abc import Mapping

from probes.checkpoint import OptimizerState


def main_group(optimizer: OptimizerState) -> Mapping[str, object]:
    """By the number of parameters; of equals the first."""
    if not optimizer.groups:
        return {}
    held = Counter(state.group for state in optimizer.parameters)
    return optimizer.groups[max(range(len(optimizer.groups)), key=lambda place: held[place])]


def setting(optimizer: OptimizerState, *names: str) -> float | None:
    """The first of these settings that is a number."""
    group = main_group(optimizer)
    for name in names:
        value = group.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    return None
