"""Files that we know and refuse, each with its own reason, so that a person learns what to send."""

from pathlib import Path

from probes.formats.archives.zip_contents import zip_kind
from probes.refusal import Refusal

_BEGINNINGS = [
    (b"\x1f\x8b", "compressed_file"),
    (b"BZh", "compressed_file"),
    (b"\xfd7zXZ\x00", "compressed_file"),
    (b"\x28\xb5\x2f\xfd", "compressed_file"),
    (b"7z\xbc\xaf\x27\x1c", "compressed_file"),
    (b"Rar!", "compressed_file"),
    (b"GGUF", "gguf_file"),
    (b"PK\x05\x06", "archive_empty"),
    (b"\x7fELF", "program_file"),
    (b"MZ\x90\x00", "program_file"),
    (b"\x89PNG", "image_file"),
    (b"\xff\xd8\xff", "image_file"),
    (b"SQLite format 3", "database_file"),
    (b"PAR1", "parquet_file"),
    (b"version https://git-lfs", "git_lfs_pointer"),
]
_ZIPS = {
    "torchscript": "torchscript_file",
    "torch_package": "torch_package_file",
    "distributed": "distributed_checkpoint",
}


def recognises(head: bytes, path: Path) -> bool:
    return _code(head, path) is not None


def read(path: Path) -> object:
    with path.open("rb") as file:
        head = file.read(1024)
    code = _code(head, path)
    raise Refusal(code) if code else Refusal("unrecognised_file", bytes=path.stat().st_size)


def _code(head: bytes, path: Path) -> str | None:
    for beginning, code in _BEGINNINGS:
        if head.startswith(beginning):
            return code
    if head[257:262] == b"ustar":
        return "tar_archive"
    if head[4:8] == b"TFL3":
        return "tflite_file"
    if _is_onnx(head):
        return "onnx_file"
    return _ZIPS.get(zip_kind(head, path) or "")


def _is_onnx(head: bytes) -> bool:
    """A protobuf whose first field is a small ir_version and whose next is the producer's name."""
    return head[:1] == b"\x08" and 1 <= head[1] <= 20 and head[2:3] in (b"\x12", b"\x3a", b"\x1a")
