"""What Keras' configuration and names tell: layers, their order, settings, and the optimizer."""

import re

from probes.checkpoint import OptimizerState, ParameterState, StoredTensor
from probes.formats.tidy_names import tidy

# Names of a layer's variables in the order of its `vars` (keras.layers.*.build).
_VARIABLES = {
    "BatchNormalization": ("gamma", "beta", "moving_mean", "moving_variance"),
    "LayerNormalization": ("gamma", "beta"),
    "Embedding": ("embeddings",),
}
_DENSE = ("kernel", "bias")
_KINDS = {
    "adam": "adam", "adamw": "adamw", "nadam": "adam", "sgd": "sgd", "rmsprop": "rmsprop",
    "adagrad": "adagrad", "adadelta": "adadelta", "adafactor": "adafactor", "lion": "lion",
}  # fmt: skip
# The two tensors that Adam keeps, under our names.
_MOMENTS = {"m": "exp_avg", "v": "exp_avg_sq", "momentum": "exp_avg", "velocity": "exp_avg_sq"}
_SLOT = re.compile(r"(?P<weight>.+?)[/_](?P<slot>m|v|momentum|velocity)(:\d+)?(_\d+)?")
# Keras' settings under the names that the probes know.
_SQUARES = frozenset({"exp_avg_sq", "square_avg"})
_SETTINGS = {
    "learning_rate": "lr", "lr": "lr", "epsilon": "eps", "decay": "decay", "momentum": "momentum",
    "weight_decay": "weight_decay", "nesterov": "nesterov", "rho": "alpha", "clipnorm": "clipnorm",
    "clipvalue": "clipvalue", "global_clipnorm": "global_clipnorm", "amsgrad": "amsgrad",
}  # fmt: skip


def layers_of(config: object) -> list[dict]:
    """Every layer's configuration in order, nested models included."""
    found: list[dict] = []
    waiting = [config]
    while waiting and len(found) < 10_000:
        node = waiting.pop(0)
        inner = node.get("config") if isinstance(node, dict) else None
        inner = inner if isinstance(inner, (dict, list)) else {}
        layers = inner if isinstance(inner, list) else inner.get("layers")
        if isinstance(layers, list):
            waiting = [layer for layer in layers if isinstance(layer, dict)] + waiting
        elif isinstance(node, dict) and isinstance(node.get("class_name"), str):
            found.append(node)
    return found


def layer_name(layer: dict) -> str:
    config = layer.get("config")
    name = config.get("name") if isinstance(config, dict) else layer.get("name")
    return tidy(str(name or layer["class_name"]))


def layer_settings(layer: dict) -> dict[str, object]:
    config = layer.get("config")
    items = config.items() if isinstance(config, dict) else ()
    simple = {k: v for k, v in items if isinstance(v, (bool, int, float, str)) and k != "name"}
    return {tidy(name): value for name, value in simple.items()}


def variable_name(class_name: str, place: int) -> str:
    known = _VARIABLES.get(class_name, _DENSE)
    return known[place] if place < len(known) else f"var_{place}"


def snake(class_name: str) -> str:
    """Keras 3 calls the folders of its layers so: BatchNormalization, batch_normalization."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", re.sub(r"\W+", "", class_name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def settings_of(compiled: object) -> tuple[str, dict[str, object], object]:
    """Optimizer kind, its settings, and the loss, from compile_config or training_config."""
    compiled = compiled if isinstance(compiled, dict) else {}
    optimizer = compiled.get("optimizer", compiled.get("optimizer_config"))
    optimizer = optimizer if isinstance(optimizer, dict) else {"class_name": str(optimizer or "")}
    config = optimizer.get("config")
    config = config if isinstance(config, dict) else {}
    told = {_SETTINGS[k]: v for k, v in config.items() if k in _SETTINGS and _simple(v)}
    if _simple(config.get("beta_1")) and _simple(config.get("beta_2")):
        told["betas"] = [config["beta_1"], config["beta_2"]]
    kind = _KINDS.get(str(optimizer.get("class_name", "")).lower(), "unknown")
    return kind, told, compiled.get("loss")


def _simple(value: object) -> bool:
    return isinstance(value, (bool, int, float))


def optimizer_of(
    kind: str,
    settings: dict[str, object],
    slots: dict[str, StoredTensor],
    weights: dict[str, StoredTensor],
    trainable: list[str],
) -> OptimizerState:
    """Slots are named after their weight (Keras 2), or numbered: count, rate, m0, v0, m1, v1 ..."""
    step = _count(slots)
    by_name = _named_slots(slots, weights)
    matched = by_name or _numbered_slots(kind, slots, weights, trainable)
    parameters = tuple(
        ParameterState(name, 0, step if tensors else None, tensors)
        for name, tensors in ((name, matched.get(name, {})) for name in trainable)
    )
    how = "name" if by_name else "order" if matched else "none"
    return OptimizerState(kind, (settings,), parameters, how)  # type: ignore[arg-type]


def _count(slots: dict[str, StoredTensor]) -> float | None:
    for name, stored in slots.items():
        if stored.shape == () and not stored.is_floating and stored.readable:
            return stored.item()
        if name.endswith(("iterations:0", "iteration", "iter:0")) and stored.size == 1:
            return stored.item()
    return None


def _named_slots(
    slots: dict[str, StoredTensor], weights: dict[str, StoredTensor]
) -> dict[str, dict[str, StoredTensor]]:
    found: dict[str, dict[str, StoredTensor]] = {}
    for name, stored in slots.items():
        part = _SLOT.fullmatch(name)
        if part is None:
            continue
        said = part["weight"].replace("/", ".")
        for weight in weights:
            if said.endswith(weight) and weights[weight].shape == stored.shape:
                found.setdefault(weight, {})[_MOMENTS[part["slot"]]] = stored
    return found


def _is_negative(stored: StoredTensor) -> bool:
    """Somewhere: averages of squares never are, so they tell the two orders apart."""
    return bool((stored.array() < 0).any())


def _numbered_slots(
    kind: str,
    slots: dict[str, StoredTensor],
    weights: dict[str, StoredTensor],
    trainable: list[str],
) -> dict[str, dict[str, StoredTensor]]:
    """Every weight's two tensors, one weight after the other, or all first ones before all second:
    only where every shape fits."""
    kept = {"adam": ("exp_avg", "exp_avg_sq"), "adamw": ("exp_avg", "exp_avg_sq")}.get(kind)
    kept = kept or {"sgd": ("momentum_buffer",), "rmsprop": ("square_avg",)}.get(kind, ())
    large = [stored for stored in slots.values() if stored.shape]
    count, each = len(trainable), len(kept)
    if not each or len(large) != count * each:
        return {}
    for order in (
        [(place, slot) for place in range(count) for slot in range(each)],
        [(place, slot) for slot in range(each) for place in range(count)],
    ):
        pairs = list(zip(order, large, strict=True))
        fits = all(weights[trainable[place]].shape == s.shape for (place, _), s in pairs)
        if fits and not any(_is_negative(s) for (_, slot), s in pairs if kept[slot] in _SQUARES):
            found: dict[str, dict[str, StoredTensor]] = {name: {} for name in trainable}
            for (place, slot), stored in pairs:
                found[trainable[place]][kept[slot]] = stored
            return found
    return {}
