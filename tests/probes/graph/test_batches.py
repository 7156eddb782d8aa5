"""Batches of another size and inputs of other kinds than those of the export."""

import numpy as np
import pytest
import torch
from torch import nn

from probes.graph import read
from probes.graph.batch_size import rescaled
from probes.graph.program import Program
from probes.refusal import Refusal
from tests.probes.graph.exporting import Example, export
from tests.probes.graph.zoo import F, examples

SIZE = 9


def refit(value):
    """The same kind of input with SIZE samples."""
    if isinstance(value, dict):
        return {name: refit(item) for name, item in value.items()}
    if value.dtype.is_floating_point:
        return torch.randn(SIZE, *value.shape[1:]).to(value.dtype)
    return value[torch.arange(SIZE) % len(value)]


def assert_runs_at_another_size(example, path):
    program = Program(read(export(example, path)))
    inputs = tuple(refit(value) for value in example.inputs)
    given = torch.utils._pytree.tree_leaves(inputs)
    expected = torch.utils._pytree.tree_leaves(example.model.eval()(*inputs))
    for ours, theirs in zip(program.run(given, "eval"), expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)


DYNAMIC = [name for name, e in examples().items() if e.dynamic and name != "vae"]


@pytest.mark.parametrize("name", DYNAMIC)
def test_a_dynamic_export_runs_at_another_batch_size(name, tmp_path):
    assert_runs_at_another_size(examples()[name], tmp_path / "model.pt2")


# An EmbeddingBag's offsets are burnt into a static export.
STATIC = [name for name in DYNAMIC if name != "dict"]


@pytest.mark.parametrize("name", STATIC)
def test_a_static_export_runs_at_another_batch_size_too(name, tmp_path):
    example = examples()[name]
    example.dynamic = False
    assert_runs_at_another_size(example, tmp_path / "model.pt2")


class MeanByHand(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(6, 1)

    def forward(self, x, y):
        return F.mse_loss(self.linear(x), y, reduction="sum") / x.shape[0]


def test_a_burnt_in_mean_is_refused_rather_than_computed_wrongly(tmp_path):
    example = Example(MeanByHand(), (torch.randn(4, 6), torch.randn(4, 1)), dynamic=False)
    program = Program(read(export(example, tmp_path / "model.pt2")))
    program.loss(example.inputs)
    with pytest.raises(Refusal) as caught:
        program.loss([torch.randn(8, 6), torch.randn(8, 1)])
    assert caught.value.code == "batch_size_is_fixed"
    assert caught.value.numbers["expected"] == 4


def test_a_static_export_that_cannot_run_at_another_size_says_which_it_has(tmp_path):
    example = examples()["dict"]
    example.dynamic = False
    with pytest.raises(Refusal) as caught:
        assert_runs_at_another_size(example, tmp_path / "model.pt2")
    assert caught.value.code == "batch_size_is_fixed"


def test_a_reshape_scales_where_the_batch_leads():
    assert rescaled((8, 16, 32), (3, 16, 32), [128, 32], 8) == [48, 32]
    assert rescaled((128, 32), (48, 32), [8, 16, 32], 8) == [3, 16, 32]
    assert rescaled((5, 8, 12), (5, 3, 12), [5, 32, 3], 8) == [5, 12, 3]
    assert rescaled((8, 3, 4, 4), (2, 3, 4, 4), [8, -1], 8) == [2, 48]
    assert rescaled((1, 16, 32), (4, 16, 32), [16, 32], 1) == [64, 32]


def test_a_reshape_scales_the_part_that_is_the_batch_and_nothing_doubtful():
    assert rescaled((24, 16), (54, 16), [6, 4, 16], 4) == [6, 9, 16]
    assert rescaled((16, 2), (36, 2), [4, 4, 2], 4) is None
    assert rescaled((24, 16), (54, 16), [6, 2, 2, 16], 4) is None


@pytest.fixture
def program(tmp_path):
    model = examples()["tied"]
    return Program(read(export(model, tmp_path / "model.pt2")))


def test_numpy_arrays_and_names_serve_as_inputs(program):
    tokens = np.arange(10).reshape(2, 5)
    by_order = program.loss([tokens, tokens], "eval")
    by_name = program.loss({"targets": tokens, "tokens": tokens, "other": 1}, "eval")
    assert torch.equal(by_order, by_name)


def test_class_numbers_stored_as_floats_are_class_numbers(program):
    tokens = np.arange(10).reshape(2, 5)
    assert program.loss([tokens, tokens.astype(float)], "eval").isfinite()


def test_inputs_are_left_as_they_were(tmp_path):
    class InPlace(nn.Module):
        def forward(self, x):
            return x.mul_(2)

    program = Program(read(export(Example(InPlace(), (torch.randn(4, 2),)), tmp_path / "m.pt2")))
    x = np.ones((3, 2), dtype=np.float32)
    tensor = torch.ones(3, 2)
    program.run([x])
    program.run([tensor])
    assert (x == 1).all()
    assert (tensor == 1).all()


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ([np.zeros((2, 5), int)], "inputs_count_differs"),
        ({"tokens": np.zeros((2, 5), int)}, "input_missing"),
        ([np.zeros((2, 5), int), np.zeros((2, 6), int)], "input_shape_differs"),
        ([np.zeros((2, 5), int), np.zeros((2, 5, 1), int)], "input_shape_differs"),
        ([np.zeros((2, 5), int), np.full((2, 5), 0.5)], "input_not_whole"),
        ([np.zeros((2, 5), int), np.array([["a"] * 5] * 2)], "input_not_numeric"),
        ([np.zeros((2, 5), int), np.full((2, 5), 99)], "graph_failed"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(program, inputs, code):
    with pytest.raises(Refusal) as caught:
        program.run(inputs)
    assert caught.value.code == code
