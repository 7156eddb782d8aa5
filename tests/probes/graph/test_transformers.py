"""Models of the transformers library, built small from their configs."""

import pytest
import torch

from probes.graph import layers, read
from probes.graph.program import Program
from tests.probes.graph.exporting import Example, export
from tests.probes.graph.test_same_as_eager import assert_same

transformers = pytest.importorskip("transformers")

TINY = {"hidden_size": 16, "intermediate_size": 32, "vocab_size": 40}
HEADS = {"num_hidden_layers": 2, "num_attention_heads": 2}
NO_SPECIAL = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}


def bert():
    config = transformers.BertConfig(**TINY, **HEADS, max_position_embeddings=16)
    return transformers.BertForSequenceClassification(config)


def gpt2():
    config = transformers.GPT2Config(
        n_layer=2, n_head=2, n_embd=16, vocab_size=40, n_positions=16, use_cache=False, **NO_SPECIAL
    )
    return transformers.GPT2LMHeadModel(config)


def llama():
    config = transformers.LlamaConfig(
        **TINY, **HEADS, num_key_value_heads=1, use_cache=False, **NO_SPECIAL
    )
    return transformers.LlamaForCausalLM(config)


def example(build):
    torch.manual_seed(0)
    ids = torch.randint(1, 40, (4, 7))
    labels = torch.randint(0, 2, (4,)) if build is bert else ids
    return Example(build(), (), keywords={"input_ids": ids, "labels": labels})


@pytest.mark.parametrize("build", [bert, gpt2, llama])
def test_outputs_and_gradients_are_those_of_the_model_in_both_modes(build, tmp_path):
    given = example(build)
    program = Program(read(export(given, tmp_path / "model.pt2")))
    assert_same(program, given, "train")
    assert_same(program, given, "eval")


def test_the_loss_and_the_labels_of_bert_are_known(tmp_path):
    graph = read(export(example(bert), tmp_path / "model.pt2"))
    assert graph.outputs[graph.loss_output].path == ("loss",)
    assert layers.labels(graph) == ("labels",)
    assert layers.head(graph).module == "classifier"


def test_tied_weights_of_gpt2_stay_one_tensor(tmp_path):
    program = Program(read(export(example(gpt2), tmp_path / "model.pt2")))
    table = program.parameters["transformer.wte.weight"]
    assert program.parameters["lm_head.weight"] is table
    assert len(program.trainable) == len(program.parameters) - 1
