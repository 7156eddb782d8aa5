"""Trains a patient once and keeps what it leaves behind, by the hash of recipe and clinic."""

import hashlib
import json
import os
import shutil
import tempfile
import uuid
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch._dynamo.exc import UserError

from tests.clinic import histories
from tests.clinic.batches import inputs, targets
from tests.clinic.data import Data, prepared
from tests.clinic.losses import LOSSES, with_second_term
from tests.clinic.networks import network
from tests.clinic.patients import Patient
from tests.clinic.recipe import Recipe
from tests.clinic.training import Outcome, outputs, run
from tests.clinic.truth import truth

# A batch is what fits a probe: people are asked for some hundred samples.
BATCH_ROWS = 256
WITHOUT_PART = ("__init__", "patients")  # they change no file that a run leaves


def train(patient: Patient) -> Path:
    """The folder: a history, checkpoint.pt, batch.npz and validation_batch.npz."""
    folder = _folder(patient)
    if not folder.exists():
        made = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}")
        made.mkdir(parents=True)
        _treat(patient.recipe, made)
        try:
            made.rename(folder)
        except OSError:  # another process was quicker
            shutil.rmtree(made)
    return folder


def is_trained(patient: Patient) -> bool:
    return _folder(patient).exists()


def _folder(patient: Patient) -> Path:
    return _shelf() / f"{patient.name}-{patient.recipe.key}"


def truths(patient: Patient) -> dict[str, float]:
    """What nobody uploads: how good the run really is (truth.py)."""
    return json.loads((train(patient) / "truth.json").read_text())


def history_file(folder: Path) -> Path:
    names = {name for name, _ in histories.KINDS.values()}
    return next(path for path in folder.iterdir() if path.name in names)


def export(patient: Patient) -> Path:
    """The trained model as model.pt2, in train mode, with its loss inside."""
    folder = train(patient)
    path = folder / "model.pt2"
    if not path.exists():
        made = path.with_name(f"{uuid.uuid4().hex[:8]}.pt2")
        _export(patient.recipe, folder, made)
        made.rename(path)
    return path


class WithLoss(nn.Module):
    def __init__(self, model: nn.Module, recipe: Recipe):
        super().__init__()
        self.model, self.loss, self.second_term = model, recipe.loss, recipe.second_term

    def forward(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        output = self.model(x)
        return with_second_term(LOSSES[self.loss](output, y), output, self.second_term), output


def _treat(recipe: Recipe, folder: Path) -> None:
    torch.set_num_threads(1)
    data = prepared(recipe)
    outcome = run(recipe, data)
    histories.write(outcome.rows, recipe.history, folder)
    torch.save(_checkpoint(outcome), folder / "checkpoint.pt")
    (folder / "truth.json").write_text(json.dumps(truth(recipe, data, outcome)))
    np.savez(folder / "batch.npz", x=data.x[:BATCH_ROWS], y=data.y[:BATCH_ROWS])
    np.savez(
        folder / "validation_batch.npz",
        x=data.x_validation[:BATCH_ROWS],
        y=data.y_validation[:BATCH_ROWS],
    )


def _checkpoint(outcome: Outcome) -> dict[str, object]:
    return {
        "epoch": outcome.epoch,
        "global_step": outcome.step,
        "model_state_dict": outcome.model.state_dict(),
        "optimizer_state_dict": outcome.optimizer.state_dict(),
    }


def _export(recipe: Recipe, folder: Path, path: Path) -> None:
    data = prepared(recipe)
    model = network(recipe, data.x.shape[1:], outputs(recipe, data))
    state = torch.load(folder / "checkpoint.pt")["model_state_dict"]
    model.load_state_dict(state)
    torch.export.save(_exported(WithLoss(model.train(), recipe), data), path)


def _exported(whole: nn.Module, data: Data) -> torch.export.ExportedProgram:
    """For any batch; a model whose code hangs on the batch's size, for the one that is left."""
    rows = torch.export.Dim("rows", min=2, max=4096)
    shapes = {"x": {0: rows}, "y": {0: rows}}
    try:
        some = inputs(data.x[:8]), targets(data.y[:8])
        return torch.export.export(whole, some, dynamic_shapes=shapes)
    except UserError:
        return torch.export.export(
            whole, (inputs(data.x[:BATCH_ROWS]), targets(data.y[:BATCH_ROWS]))
        )


@cache
def _shelf() -> Path:
    """Patients of another version of the clinic are not taken for these."""
    place = os.environ.get("WHYLOSS_CLINIC") or Path(tempfile.gettempdir()) / "whyloss-clinic"
    here = Path(__file__).parent
    sources = [
        path
        for path in sorted(here.glob("*.py"))
        if path.stem not in WITHOUT_PART and not path.stem.startswith("test_")
    ]
    version = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    return Path(place) / f"{version}-{torch.__version__}"
