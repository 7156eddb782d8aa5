"""Both modes from one file, in whichever mode and form it was exported."""

import pytest
import torch
from torch import nn

from probes.graph import read
from probes.graph.modes import exported_mode
from probes.graph.program import Program
from tests.probes.graph.exporting import Example, export
from tests.probes.graph.test_same_as_eager import assert_same
from tests.probes.graph.zoo import Awkward, Encoder, ResNet, examples, mlp


@pytest.mark.parametrize("name", ["mlp", "resnet", "encoder", "lstm", "norms"])
def test_a_model_exported_in_evaluation_mode_also_runs_in_training_mode(name, tmp_path):
    example = examples()[name]
    graph = read(export(example, tmp_path / "model.pt2", mode="eval"))
    assert exported_mode(graph.nodes) == "eval"
    program = Program(graph)
    assert_same(program, example, "eval")
    if name in ("mlp", "resnet"):
        assert_same(program, example, "train")


@pytest.mark.parametrize(
    "name", ["mlp", "resnet", "unet", "encoder", "vit", "awkward", "tied", "dict"]
)
def test_a_decomposed_graph_runs_too(name, tmp_path):
    example = examples()[name]
    program = Program(read(export(example, tmp_path / "model.pt2", decompose=True)))
    assert_same(program, example, "eval")


@pytest.mark.parametrize("decompose", [False, True])
def test_running_statistics_change_only_when_asked(decompose, tmp_path):
    example = Example(mlp(), (torch.randn(4, 10),))
    program = Program(read(export(example, tmp_path / "model.pt2", decompose=decompose)))
    before = {name: tensor.clone() for name, tensor in program.buffers.items()}
    program.run(example.inputs, "train")
    assert all(torch.equal(before[name], tensor) for name, tensor in program.buffers.items())
    program.run(example.inputs, "eval", update_buffers=True)
    assert all(torch.equal(before[name], tensor) for name, tensor in program.buffers.items())
    program.run(example.inputs, "train", update_buffers=True)
    example.model.train()(*example.inputs)
    for name, buffer in example.model.named_buffers():
        torch.testing.assert_close(program.buffers[name], buffer)


def test_buffers_that_the_model_writes_itself_are_written_on_a_copy(tmp_path):
    program = Program(read(export(examples()["awkward"], tmp_path / "model.pt2")))
    program.run([torch.randn(3, 6)])
    assert program.buffers["calls"] == 0
    program.run([torch.randn(3, 6)], update_buffers=True)
    assert program.buffers["calls"] == 1


def test_a_seed_repeats_dropout_and_leaves_the_process_its_own_randomness(tmp_path):
    program = Program(
        read(export(Example(Encoder(), (torch.randn(4, 6, 16),)), tmp_path / "m.pt2"))
    )
    x = torch.randn(5, 6, 16)
    state = torch.get_rng_state()
    (first,), (again,), (other,) = (program.run([x], seed=s) for s in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.get_rng_state(), state)


def test_a_copy_leaves_its_original_alone(tmp_path):
    example = Example(ResNet(), (torch.randn(4, 3, 8, 8),))
    program = Program(read(export(example, tmp_path / "model.pt2")))
    twin = program.copy()
    with torch.no_grad():
        twin.parameters["head.bias"].add_(1.0)
    assert_same(program, example, "eval")


def test_a_copy_in_float64_computes_in_float64(tmp_path):
    example = Example(Awkward(), (torch.randn(4, 6),))
    program = Program(read(export(example, tmp_path / "model.pt2"))).copy(dtype=torch.float64)
    (output,) = program.run(example.inputs, "eval")
    assert output.dtype == torch.float64
    torch.testing.assert_close(output.float(), example.model.eval()(*example.inputs))


def test_nodes_can_be_left_out_and_constants_changed_on_a_copy(tmp_path):
    model = nn.Sequential(nn.Linear(6, 4), nn.Dropout(0.9), nn.Softmax(dim=1))
    x = torch.randn(5, 6)
    program = Program(read(export(Example(model, (x,)), tmp_path / "model.pt2")))
    by_op = {node.op: node.name for node in program.nodes}
    changed = program.copy(bypass=[by_op["softmax"]], arguments={by_op["dropout"]: {"p": 0.0}})
    (logits,) = changed.run([x], "train")
    torch.testing.assert_close(logits, model[0](x))


def test_an_observer_sees_every_operation_and_may_replace_its_result(tmp_path):
    model = nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 2))
    program = Program(read(export(Example(model, (torch.randn(4, 6),)), tmp_path / "model.pt2")))
    seen, gradients = [], {}

    def observe(node, output):
        seen.append(node.op)
        output.register_hook(lambda gradient: gradients.update({node.name: gradient}))
        return torch.zeros_like(output) if node.op == "relu" else None

    (output,) = program.run([torch.randn(3, 6)], observe=observe)
    output.sum().backward()
    assert seen == ["linear", "relu", "linear"]
    torch.testing.assert_close(output, model[2].bias.expand(3, 2))
    assert program.nodes[2].name in gradients


def test_other_parameters_can_stand_in_for_one_run(tmp_path):
    model = nn.Sequential(nn.Linear(6, 2))
    program = Program(read(export(Example(model, (torch.randn(4, 6),)), tmp_path / "model.pt2")))
    (output,) = program.run([torch.zeros(3, 6)], parameters={"0.bias": torch.ones(2)})
    torch.testing.assert_close(output, torch.ones(3, 2))


def test_parameters_that_the_person_froze_stay_frozen(tmp_path):
    program = Program(read(export(examples()["dict"], tmp_path / "model.pt2")))
    assert not program.parameters["numbers.bias"].requires_grad
    assert program.parameters["numbers.weight"].requires_grad
