"""On a GPU every judgement is the one of the CPU, and losses agree within single precision."""

import pytest
import torch

from probes import runner
from probes.experiments import overfit_one_batch, try_fix
from probes.graph.program import Program
from probes.passes import objective, training
from tests.probes.catalog.model.patients import mlp, nn, upload
from tests.probes.test_twenty_models import ABOUT_THE_MODEL, CASES

SAME_LOSS = 1e-4  # relative: sums are added up in another order
SAME_GRADIENT = 1e-3  # of its norm

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU on this machine"),
]


def on_both(model: nn.Module) -> tuple[dict[str, object], dict[str, object]]:
    given = upload(model)
    return given, given | {"model": elsewhere(given["model"], "cuda")}


def elsewhere(program: Program, device: str) -> Program:
    """The same weights on another device."""
    held = [
        {name: t.detach().to(device).requires_grad_(t.requires_grad) for name, t in tensors.items()}
        for tensors in (program.parameters, program.buffers)
    ]
    return Program(program.graph, device, (held[0], held[1]))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("which", [1, 2], ids=["sick", "healthy"])
def test_probes_judge_alike(name, which):
    cpu, cuda = on_both(CASES[name][which]())
    judged = [
        {report.finding: report.state for report in runner.run(given, only=ABOUT_THE_MODEL)}
        for given in (cpu, cuda)
    ]
    assert judged[0] == judged[1]


@pytest.mark.parametrize("name", ["frozen layers", "batchnorm statistics", "relu on the output"])
def test_losses_and_gradients_agree(name):
    here, there = (
        training.run(objective.make(given["model"], given["batch"]))
        for given in on_both(CASES[name][2]())
    )
    assert there.loss == pytest.approx(here.loss, rel=SAME_LOSS)
    for parameter, gradient in here.gradients.items():
        assert there.gradients[parameter].norm == pytest.approx(gradient.norm, rel=SAME_GRADIENT)


def test_experiments_come_to_the_same_verdict():
    cpu, cuda = on_both(mlp(8, nn.Sigmoid))
    for given in (cpu, cuda):
        program, batch = given["model"], given["batch"]
        assert overfit_one_batch.run(program, batch).how == "stalls"
        result = try_fix.run(program, batch, "use_relu", rate=1e-2, optimizer="adam", steps=60)
        assert result.verdict == "solved"
    assert torch.cuda.memory_allocated() > 0


def test_the_random_state_of_the_gpu_is_as_it_was():
    _, cuda = on_both(nn.Sequential(nn.Linear(12, 8), nn.Dropout(0.3), nn.Linear(8, 4)))
    before = torch.cuda.get_rng_state()
    overfit_one_batch.run(cuda["model"], cuda["batch"])
    assert torch.equal(torch.cuda.get_rng_state(), before)
