"""What two probes compare: the gradient an optimizer was fed lately, and the loss's own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GradientMemory:
    """Norms over all parameters. `remembered`: of the mean over some ten steps, None where the
    optimizer keeps none; `fresh`: on the batch, in training mode."""

    remembered: float | None
    fresh: float
    finite: bool

    @property
    def unable(self) -> str | None:
        """Why the two cannot be compared."""
        if self.remembered is None:
            return "optimizer_without_moments"
        if not self.finite:
            return "loss_not_finite"
        return None if self.fresh and self.remembered else "no_gradient"
