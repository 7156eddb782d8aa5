"""What the interpreter computes is what the person's own model computes."""

import pytest
import torch

from probes.graph import read
from probes.graph.program import Program
from tests.probes.graph.exporting import TOLERANCE, eager, export, flatten, scalar
from tests.probes.graph.zoo import examples

EXAMPLES = examples()


def assert_same(program, example, mode):
    expected, gradients = eager(example.model, example.inputs, example.keywords or {}, mode)
    given = flatten([example.inputs, example.keywords or {}])
    outputs = program.run(given, mode, seed=0)
    for ours, theirs in zip(outputs, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=TOLERANCE, atol=TOLERANCE)
    for parameter in program.parameters.values():
        parameter.grad = None
    scalar(outputs).backward()
    assert set(program.parameters) == set(gradients)
    for name, gradient in gradients.items():
        ours = program.parameters[name].grad
        assert (ours is None) == (gradient is None), name
        if gradient is not None:
            torch.testing.assert_close(ours, gradient, rtol=1e-4, atol=TOLERANCE)


@pytest.mark.parametrize("name", EXAMPLES)
def test_outputs_and_gradients_are_those_of_the_model_in_both_modes(name, tmp_path):
    example = EXAMPLES[name]
    program = Program(read(export(example, tmp_path / "model.pt2")))
    assert_same(program, example, "train")
    assert_same(program, example, "eval")
