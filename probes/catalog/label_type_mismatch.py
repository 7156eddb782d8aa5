"""Labels in another form than the outputs.

What it measures
    Type and shape of the labels against the number of outputs of the checkpoint's last layer.
Why it matters
    Class numbers as floats, one-hot codes of another width, or many classes on one output are
    wrong for every loss.
Limits
    One-hot codes of the right width serve some losses and not others: then nothing is said
    without the loss. Needs a checkpoint whose order is certain, and 8 labels.
Source
    The documentation of PyTorch's and Keras's losses.
"""

from dataclasses import dataclass

from probes.batch import Batch
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

ENOUGH = 8


@dataclass(frozen=True)
class Form:
    dtype: str
    shape: str
    output_shape: str
    outputs: int
    width: int
    highest: int
    kind: str
    samples: int


def measure(batch: Batch, head_size: int) -> Form:
    y = batch.y
    if y is None:
        raise Missing("labels")
    whole = batch.target_kind in ("class_ids", "binary")
    return Form(
        dtype=str(y.dtype),
        shape=str(y.shape),
        output_shape=str((len(y), head_size)),
        outputs=head_size,
        width=y.shape[1] if y.ndim == 2 else 0,
        highest=int(y.max()) if whole else 0,
        kind=batch.target_kind,
        samples=len(y),
    )


def judge(form: Form) -> Verdict:
    if form.samples < ENOUGH:
        return unknown("batch_too_small")
    if form.kind == "one_hot":
        return PRESENT if form.width != form.outputs > 1 else unknown("loss_decides_form")
    if form.kind == "class_ids":
        return _numbers(form)
    if form.kind == "binary" and form.outputs > 2:
        return unknown("loss_decides_form")
    return unknown("loss_decides_form")


def _numbers(form: Form) -> Verdict:
    """Class numbers: floats cannot index three or more outputs, one output cannot hold three."""
    floats = form.dtype.startswith("float")
    if form.outputs >= 3:
        fits = form.highest < form.outputs
        return PRESENT if floats and fits else ABSENT if fits else unknown("loss_decides_form")
    many_on_one = form.outputs == 1 and 2 <= form.highest <= 20 and not floats
    return unknown("loss_decides_form") if many_on_one or form.outputs == 1 else ABSENT
