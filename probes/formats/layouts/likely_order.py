"""The order in which a model most likely registered its weights, for formats that sort names.

safetensors forgets the order, but the optimizer beside it counts in it. The words below stand in
the order that BERT, GPT-2, Llama, ViT and T5 of the transformers library register them in; what is
not here keeps its natural place, layers.2 before layers.10. What is matched so is called likely.
"""

from probes.formats.layouts.names import natural

_MIDDLE = 50
_WORDS = [
    ("shared", "embeddings", "embed_tokens", "wte", "tok_embeddings", "embedding", "cls_token"),
    ("word_embeddings",),
    ("position_embeddings", "wpe", "pos_embed"),
    ("patch_embeddings",),
    ("token_type_embeddings",),
    ("ln_1",),
    ("attention", "attn", "self_attn", "self", "SelfAttention"),
    ("query", "q_proj", "q", "c_attn", "qkv", "q_lin"),
    ("key", "k_proj", "k", "k_lin"),
    ("value", "v_proj", "v", "v_lin"),
    ("o_proj", "out_proj", "o", "out_lin"),
    ("relative_attention_bias", "sa_layer_norm"),
    ("layernorm_before",),
    ("layernorm_after",),
    ("ln_2", "gate_proj", "up_proj", "c_fc"),
    ("mlp", "intermediate", "down_proj", "c_proj"),
    ("weight", "kernel"),
    ("dense",),
    ("bias",),
]
_LAST = [
    ("decoder",),
    ("output",),
    ("LayerNorm", "input_layernorm", "layer_norm"),
    ("post_attention_layernorm",),
    ("norm", "ln_f", "layernorm", "final_layer_norm"),
    ("pooler",),
    ("classifier", "head", "lm_head", "fc", "score", "cls", "qa_outputs"),
]
_RANK = {word: place for place, words in enumerate(_WORDS) for word in words}
_RANK |= {word: _MIDDLE + 1 + place for place, words in enumerate(_LAST) for word in words}


def likely_place(name: str) -> list[tuple]:
    """A sorting key; at the end of a name, weight stands before bias."""
    return [(_RANK.get(step, _MIDDLE), natural(step)) for step in name.split(".")]
