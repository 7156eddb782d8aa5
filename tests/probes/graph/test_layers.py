"""What a graph's operations are for, read without torch."""

import torch
from torch import nn

from probes.graph import layers, read
from tests.probes.graph.exporting import Example, export
from tests.probes.graph.zoo import Vae, Vit, examples

F = nn.functional


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace=True), nn.Dropout(0.25))
        self.norm, self.out = nn.LayerNorm(8), nn.Linear(8, 3)

    def forward(self, x, y):
        chances = self.out(self.norm(self.body(x))).softmax(dim=1)
        return F.cross_entropy(chances, y)


def graph_of(model, *inputs, tmp_path):
    return read(export(Example(model, inputs), tmp_path / "model.pt2"))


def test_every_operation_knows_the_persons_own_line_and_module(tmp_path):
    graph = graph_of(Classifier(), torch.randn(4, 6), torch.tensor([0, 1, 2, 0]), tmp_path=tmp_path)
    first = next(node for node in graph.nodes if node.op == "linear")
    assert (first.module, first.module_class) == ("body.0", "Linear")
    assert first.file == "test_layers.py"
    assert first.code == "chances = self.out(self.norm(self.body(x))).softmax(dim=1)"
    assert "/" not in first.file


def test_layers_have_their_own_parameters(tmp_path):
    graph = graph_of(Classifier(), torch.randn(4, 6), torch.tensor([0, 1, 2, 0]), tmp_path=tmp_path)
    found = {layer.path: layer.parameters for layer in layers.layers(graph)}
    assert found["body.0"] == ("body.0.weight", "body.0.bias")
    assert found["norm"] == ("norm.weight", "norm.bias")
    assert found["body.1"] == ()


def test_activations_norms_dropouts_and_losses_are_found(tmp_path):
    graph = graph_of(Classifier(), torch.randn(4, 6), torch.tensor([0, 1, 2, 0]), tmp_path=tmp_path)
    assert [layers.kind(node) for node in layers.activations(graph)] == ["relu"]
    assert [node.module for node in layers.norms(graph)] == ["norm"]
    assert [(node.module, rate) for node, rate in layers.dropouts(graph)] == [("body.2", 0.25)]
    (loss,) = layers.losses(graph)
    assert graph.producers[loss.inputs[0]].op == "softmax"


def test_labels_and_head_are_found_where_the_loss_is_inside(tmp_path):
    graph = graph_of(Classifier(), torch.randn(4, 6), torch.tensor([0, 1, 2, 0]), tmp_path=tmp_path)
    assert graph.outputs_loss
    assert layers.labels(graph) == ("y",)
    assert layers.head(graph).op == "softmax"


def test_the_head_of_a_plain_model_makes_its_output(tmp_path):
    graph = graph_of(Vit(), torch.randn(4, 3, 8, 8), tmp_path=tmp_path)
    assert not graph.outputs_loss
    assert layers.labels(graph) == ()
    assert layers.head(graph).module == "head"


def test_a_loss_without_labels_has_the_last_learned_layer_as_its_head(tmp_path):
    graph = graph_of(Vae(), torch.randn(4, 12), tmp_path=tmp_path)
    assert layers.labels(graph) == ()
    assert layers.head(graph).module == "decode.2"


def test_inputs_in_a_dict_are_named_by_their_keys(tmp_path):
    graph = read(export(examples()["dict"], tmp_path / "model.pt2"))
    assert [given.path[-1] for given in graph.inputs] == ["words", "reals", "mask"]
    assert [output.path for output in graph.outputs] == [("logits",), ("chances",)]
