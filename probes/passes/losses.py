"""The loss that a model without one is most likely trained with, from its outputs and labels."""

from collections.abc import Callable
from typing import Literal

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from probes.batch import TargetKind
from probes.refusal import Refusal

LossKind = Literal["cross_entropy", "nll", "bce", "bce_with_logits", "mse", "l1", "huber"]
# Rows of a softmax in float32 sum to 1 within this.
SUM_TOLERANCE = 1e-3
IGNORED = -100  # the label that torch leaves out of a cross-entropy


def value(kind: str, output: Tensor, targets: Tensor) -> Tensor:
    return LOSSES[kind](output, targets)


def likely(output: Tensor, kind: TargetKind) -> LossKind | None:
    """None where no usual loss fits these labels and outputs."""
    if kind == "real":
        return "mse"
    if kind in ("binary", "multi_label") or _single(output):
        return "bce" if _in_unit_interval(output) else "bce_with_logits"
    if kind in ("class_ids", "one_hot", "class_map", "sequence"):
        return "nll" if log_probabilities(output) else "cross_entropy"
    return None


def _single(output: Tensor) -> bool:
    return output.dim() == 1 or output.shape[1:].numel() == 1


def _in_unit_interval(output: Tensor) -> bool:
    return bool(((output >= 0) & (output <= 1)).all())


def probabilities(output: Tensor) -> bool:
    """Every row is non-negative and sums to one over the classes."""
    if output.dim() < 2 or output.shape[class_dimension(output)] < 2:
        return False
    sums = output.sum(class_dimension(output))
    return bool((output >= 0).all() and ((sums - 1).abs() < SUM_TOLERANCE).all())


def log_probabilities(output: Tensor) -> bool:
    if output.dim() < 2 or output.shape[class_dimension(output)] < 2:
        return False
    return bool((output <= 0).all()) and probabilities(output.exp())


def class_dimension(output: Tensor) -> int:
    """Classes are second, as in torch, but last in sequences (N, T, C)."""
    return -1 if output.dim() == 3 else 1


def by_class(output: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """(M, C) and (M,): every place of a sequence or a map is a sample of its own."""
    if targets.is_floating_point() and targets.shape == output.shape:
        return output, targets
    classes = output.shape[class_dimension(output)]
    flat = output if output.dim() == 2 else output.movedim(class_dimension(output), -1)
    ids = targets.reshape(-1).long()
    if ids.numel() and not bool(((ids >= 0) & (ids < classes) | (ids == IGNORED)).all()):
        # On a GPU torch would end the whole process over this.
        raise Refusal("labels_do_not_fit_outputs", low=int(ids.min()), high=int(ids.max()),
                      outputs=classes)  # fmt: skip
    return flat.reshape(-1, classes), ids


def _cross_entropy(output: Tensor, targets: Tensor) -> Tensor:
    return functional.cross_entropy(*by_class(output, targets))


def _nll(output: Tensor, targets: Tensor) -> Tensor:
    logs, ids = by_class(output, targets)
    if ids.is_floating_point():
        return -(ids * logs).sum(-1).mean()
    return functional.nll_loss(logs, ids)


def _like(loss: Callable[[Tensor, Tensor], Tensor]) -> Callable[[Tensor, Tensor], Tensor]:
    """Targets in the form of the output: (N,) and (N, 1) mean the same here."""

    def of(output: Tensor, targets: Tensor) -> Tensor:
        if targets.numel() == output.numel():
            targets = targets.reshape(output.shape)
        return loss(output, targets.to(output.dtype))

    return of


LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "cross_entropy": _cross_entropy,
    "nll": _nll,
    "bce": _like(functional.binary_cross_entropy),
    "bce_with_logits": _like(functional.binary_cross_entropy_with_logits),
    "mse": _like(functional.mse_loss),
    "l1": _like(functional.l1_loss),
    "huber": _like(functional.smooth_l1_loss),
}
CLASSIFYING = frozenset({"cross_entropy", "nll", "bce", "bce_with_logits"})


def as_targets(array: object, device: torch.device) -> Tensor:
    tensor = torch.tensor(np.asarray(array), device=device)
    if tensor.dim() == 2 and tensor.shape[1] == 1 and not tensor.is_floating_point():
        tensor = tensor[:, 0]
    return tensor.float() if tensor.dtype == torch.float64 else tensor
