"""What kind of zip a file is, by the names in its directory alone."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from probes.formats.archives.mapped_file import mapped
from probes.formats.archives.zip_directory import Zip, is_zip
from probes.refusal import Refusal

ZipKind = Literal[
    "torch", "torchscript", "torch_package", "pt2", "keras", "arrays", "distributed", "run_folder"
]

_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_FOLDER_FILES = (".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".tar", ".keras", ".h5", ".hdf5")
_DATA_FILES = (".npy", ".npz")


def is_junk(name: str) -> bool:
    """What operating systems add to an archive, and folders."""
    return name.endswith(("/", *_JUNK[1:])) or name.startswith(_JUNK[0]) or "/._" in f"/{name}"


def zip_kind(head: bytes, path: Path) -> ZipKind | None:
    """None for what is no zip of ours; a bad directory counts as a torch file, which refuses it."""
    if not is_zip(head):
        return None
    status = path.stat()
    return _kind(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=8)  # every zip format asks the same question about the same file
def _kind(path: Path, _size: int, _changed: int) -> ZipKind | None:
    try:
        names = [name for name in Zip(mapped(path)).names if not is_junk(name)]
    except Refusal:
        return "torch"
    return kind_of_names(names)


def kind_of_names(names: list[str]) -> ZipKind | None:
    lasts = {name.rpartition("/")[2] for name in names}
    if "archive_format" in lasts or "serialized_exported_program.json" in lasts:
        return "pt2"
    if {"config.json", "model.weights.h5"} <= set(names):
        return "keras"
    if "data.pkl" in lasts:
        return "torchscript" if "constants.pkl" in lasts else "torch"
    if any(
        ".data/" in name and name.endswith(("extern_modules", "python_version")) for name in names
    ):
        return "torch_package"
    if ".metadata" in lasts and any(name.endswith(".distcp") for name in names):
        return "distributed"
    if names and all(name.endswith(".npy") for name in names):
        return "arrays"
    weighty = any(name.lower().endswith(_FOLDER_FILES + _DATA_FILES) for name in names)
    return "run_folder" if weighty else None
