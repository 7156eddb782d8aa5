"""HDF5 files that reach outside, loop, or unfold to too much."""

from collections.abc import Callable, Iterator
from pathlib import Path

import h5py
import numpy as np

from tests.badfiles import Made

ELSEWHERE, LINKS, TYPE = "hdf5_data_elsewhere", "hdf5_has_links", "hdf5_type_unknown"
SECRET = "secret.txt"

Fill = Callable[[h5py.File], None]


def files(folder: Path) -> Iterator[Made]:
    (folder / SECRET).write_text("secret" * 10)
    for fill, code in _CASES.items():
        data = _file(folder, fill)
        yield f"h5{fill.__name__}.h5", data, "refuse" if code else "read", code
    good = _file(folder, lambda file: file.__setitem__("w", np.ones((50, 50))))
    yield "h5_truncated.h5", good[: len(good) // 2], "refuse", None
    yield "h5_head_only.h5", good[:600], "refuse", None
    yield "h5_magic_only.h5", good[:8], "refuse", "hdf5_damaged"


def _file(folder: Path, fill: Fill) -> bytes:
    path = folder / "being_made.h5"
    with h5py.File(path, "w") as file:
        fill(file)
    data = path.read_bytes()
    path.unlink()
    return data


def _external(file: h5py.File) -> None:
    file.create_dataset("w", (8,), "u1", external=[(SECRET, 0, 8)])


def _virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout((8,), "u1")
    layout[:] = h5py.VirtualSource(SECRET, "w", (8,))
    file.create_virtual_dataset("w", layout)


def _external_link(file: h5py.File) -> None:
    file["w"] = h5py.ExternalLink("/etc/passwd", "/w")


def _soft_link(file: h5py.File) -> None:
    file["a"] = np.ones(3)
    file["w"] = h5py.SoftLink("/a")


def _cycle(file: h5py.File) -> None:
    group = file.create_group("a")
    group["w"] = np.ones((2, 2))
    group["again"] = group


def _deep(file: h5py.File) -> None:
    group = file
    for _ in range(100):
        group = group.create_group("g")
    group["w"] = np.ones(2)


def _bomb(file: h5py.File) -> None:
    file.create_dataset("w", (1 << 28,), "f4", chunks=(1 << 20,), compression="gzip")
    file["w"][: 1 << 20] = 0


def _texts(file: h5py.File) -> None:
    file["w"] = ["a", "b"]


def _references(file: h5py.File) -> None:
    file["a"] = np.ones(2)
    file.create_dataset("w", (1,), h5py.ref_dtype)[0] = file["a"].ref


def _compound(file: h5py.File) -> None:
    file["w"] = np.zeros(3, [("a", "f4")])


def _lzf(file: h5py.File) -> None:
    file.create_dataset("w", data=np.ones(1000), compression="lzf")


def _lambda_layer(file: h5py.File) -> None:
    file.attrs["model_config"] = '{"class_name": "Lambda", "config": {"function": ["4wEAA"]}}'
    weights = file.create_group("model_weights/dense")
    weights["kernel:0"] = np.ones((2, 2))


def _deep_config(file: h5py.File) -> None:
    file.attrs["model_config"] = "[" * 30_000
    file.create_group("model_weights")["kernel:0"] = np.ones((2, 2))


_CASES: dict[Fill, str | None] = {
    _external: ELSEWHERE,
    _virtual: ELSEWHERE,
    _external_link: LINKS,
    _soft_link: LINKS,
    _cycle: None,
    _deep: "hdf5_too_many_objects",
    _bomb: "archive_unfolds_too_much",
    _texts: TYPE,
    _references: TYPE,
    _compound: TYPE,
    _lzf: "hdf5_filter_unknown",
    _lambda_layer: None,
    _deep_config: "json_too_deep",
}


def plain_file(folder: Path) -> bytes:
    """A good file to mutate."""
    return _file(folder, lambda file: file.__setitem__("layer/w", np.ones((4, 4))))
