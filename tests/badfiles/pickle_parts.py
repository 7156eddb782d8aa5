"""Pieces that pickles and torch.save files are put together from."""

import io
import struct
import zipfile

PROTO = b"\x80\x04"


def text(value: str) -> bytes:
    raw = value.encode("utf-8", "surrogatepass")
    return b"X" + struct.pack("<I", len(raw)) + raw


def stack_global(module: str, name: str) -> bytes:
    return text(module) + text(name) + b"\x93"


def torch_zip(pickled: bytes, storages: dict[str, bytes] | None = None, root: str = "a") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{root}/data.pkl", pickled)
        archive.writestr(f"{root}/byteorder", b"little")
        for key, data in (storages or {}).items():
            archive.writestr(f"{root}/data/{key}", data)
        archive.writestr(f"{root}/version", b"3\n")
    return out.getvalue()


def tensor(key: str, count: int, offset: int, shape: tuple, stride: tuple, kind: str) -> bytes:
    """A rebuilt tensor as torch.save writes it."""
    storage = b"(" + text("storage") + f"ctorch\n{kind}\n".encode() + text(key) + text("cpu")
    storage += _number(count) + b"tQ"
    sizes = b"".join(b"(" + b"".join(map(_number, given)) + b"t" for given in (shape, stride))
    empty = b"ccollections\nOrderedDict\n)R"
    arguments = storage + _number(offset) + sizes + b"\x89" + empty
    return b"ctorch._utils\n_rebuild_tensor_v2\n(" + arguments + b"tR"


def _number(value: int) -> bytes:
    return b"\x8a\x09" + value.to_bytes(9, "little", signed=True)


def named(tensors: dict[str, bytes]) -> bytes:
    return b"\x80\x02}(" + b"".join(text(n) + t for n, t in tensors.items()) + b"u."
