"""Keras 3 .keras files: config.json and model.weights.h5 in a zip, with the optimizer's moments."""

from pathlib import Path

from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats.archives.mapped_file import mapped
from probes.formats.archives.strict_json import strict_json
from probes.formats.archives.zip_contents import zip_kind
from probes.formats.archives.zip_directory import Zip
from probes.formats.guarded import only_refusals
from probes.formats.hdf5_inert import Hdf5
from probes.formats.keras_h5 import stored
from probes.formats.layouts import keras
from probes.formats.layouts.names import buffers_among, natural
from probes.formats.tidy_names import tidy
from probes.refusal import Refusal


def recognises(head: bytes, path: Path) -> bool:
    return zip_kind(head, path) == "keras"


@only_refusals
def read(path: Path) -> Checkpoint:
    return of_archive(Zip(mapped(path)))


def of_archive(archive: Zip) -> Checkpoint:
    config = strict_json(archive.view("config.json"))
    file = Hdf5(archive.view("model.weights.h5"))
    tensors = {
        found.path: stored(file, found.path, found.dataset)
        for found in file.datasets()
        if "/vars/" in f"/{found.path}" and "seed_generator" not in found.path
    }
    numbered = sorted((n for n in tensors if n.startswith("optimizer/")), key=natural)
    slots = {name: tensors[name] for name in numbered}
    layers = keras.layers_of(config)
    weights = _named(layers, {n: t for n, t in tensors.items() if n not in slots})
    if not weights:
        raise Refusal("no_weights_inside")
    compiled = config.get("compile_config") if isinstance(config, dict) else None
    kind, settings, loss = keras.settings_of(compiled)
    buffers = buffers_among(weights)
    trainable = [name for name in weights if name not in buffers]
    optimizer = keras.optimizer_of(kind, settings, slots, weights, trainable)
    return Checkpoint(
        format="keras_zip",
        weights=weights,
        buffers=buffers,
        optimizers=(optimizer,) if slots or compiled else (),
        hyper_parameters={"loss": loss} if isinstance(loss, str) else {},
        modules={keras.layer_name(layer): tidy(layer["class_name"]) for layer in layers},
        settings={keras.layer_name(layer): keras.layer_settings(layer) for layer in layers},
    )


def _named(layers: list[dict], tensors: dict[str, StoredTensor]) -> dict[str, StoredTensor]:
    """layers/dense_1/vars/0 is the kernel of the second Dense layer, whatever its name."""
    names: dict[str, tuple[str, str]] = {}
    counts: dict[str, int] = {}
    for layer in layers:
        folder = keras.snake(layer["class_name"])
        count = counts.get(folder, 0)
        counts[folder] = count + 1
        place = f"{folder}_{count}" if count else folder
        names[place] = (keras.layer_name(layer), layer["class_name"])
    order = {place: at for at, place in enumerate(names)}

    def rank(path: str) -> tuple:
        folder = path.split("/")[1] if path.count("/") > 1 else ""
        return (order.get(folder, len(order)), natural(path))

    return {_weight_name(path, names): tensors[path] for path in sorted(tensors, key=rank)}


def _weight_name(path: str, names: dict[str, tuple[str, str]]) -> str:
    steps = path.split("/")
    if len(steps) == 4 and steps[1] in names and steps[3].isdigit():
        name, class_name = names[steps[1]]
        return f"{name}.{keras.variable_name(class_name, int(steps[3]))}"
    return tidy(".".join(step for step in steps if step not in ("layers", "vars")))
