"""Zip archives that readers could understand differently, bombs, and files of other kinds."""

import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from tests.badfiles import Made
from tests.badfiles.pickle_parts import named, tensor, torch_zip

_WEIGHTS = named({"a.w": tensor("0", 4, 0, (2, 2), (2, 1), "FloatStorage")})
_STORAGE = b"\0" * 16


def good_zip() -> bytes:
    return torch_zip(_WEIGHTS, {"0": _STORAGE})


def _written(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _members(*more: tuple[str, bytes]) -> list[tuple[str, bytes]]:
    return [("a/data.pkl", _WEIGHTS), ("a/data/0", _STORAGE), *more]


def _patched(data: bytes, old: bytes, new: bytes, which: int = 0) -> bytes:
    at = -1
    for _ in range(which + 1):
        at = data.index(old, at + 1)
    return data[:at] + new + data[at + len(old) :]


def _with_mode(mode: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in _members():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("a/data/1")
        link.external_attr = mode << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _overlap() -> bytes:
    """One kernel of zeros that two hundred members share."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = raw.compress(b"\0" * (1 << 20)) + raw.flush()
    crc = zlib.crc32(b"\0" * (1 << 20))
    out, central = b"", b""
    for i in range(200):
        name = f"a/data/{i}".encode()
        sizes = struct.pack("<3L2H", crc, len(packed), 1 << 20, len(name), 0)
        local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 0) + sizes + name
        offset = len(out)
        out += local
        central += b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 0) + sizes
        central += struct.pack("<3H2L", 0, 0, 0, 0, offset) + name
    out += packed
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 200, 200, len(central), len(out), 0)
    return out + central + end


def zips() -> Iterator[Made]:
    good = good_zip()
    bomb = _written(_members(("a/data/1", b"\0" * (1 << 27))), zipfile.ZIP_DEFLATED)
    pickle_bomb = _written([("a/data.pkl", b"\x80\x02" + b"N0" * (1 << 26))], zipfile.ZIP_DEFLATED)
    names = "archive_unsafe_names"
    duplicate = "archive_duplicate_names"
    disagree = "archive_headers_disagree"
    yield "zip_bomb_unused.pt", bomb, "read", None
    yield "zip_bomb_pickle.pt", pickle_bomb, "refuse", "archive_unfolds_too_much"
    yield "zip_overlap.pt", _overlap(), "refuse", "archive_overlaps"
    two = _written(_members(("a/data.pkX", b"cos\nsystem\n.")))
    yield "zip_duplicate.pt", two.replace(b"a/data.pkX", b"a/data.pkl"), "refuse", duplicate
    yield "zip_case_folded.pt", _written(_members(("a/DATA.PKL", b"x"))), "refuse", duplicate
    yield (
        "zip_unicode_folded.pt",
        _written(_members(("a/data.p\uff4bl", b"x"))),
        "refuse",
        duplicate,
    )
    yield "zip_traversal.pt", _written(_members(("../../evil", b"x"))), "refuse", names
    yield "zip_absolute.pt", _written(_members(("/etc/evil", b"x"))), "refuse", names
    back = _written(_members(("a_.._evil", b"x"))).replace(b"a_.._evil", b"a\\..\\evil")
    yield "zip_backslash.pt", back, "refuse", names
    drive = _written(_members(("C_/evil", b"x"))).replace(b"C_/evil", b"C:/evil")
    yield "zip_drive.pt", drive, "refuse", names
    nul = _written(_members(("a/e_il", b"x"))).replace(b"a/e_il", b"a/e\0il")
    yield "zip_nul.pt", nul, "refuse", None
    yield "zip_symlink.pt", _with_mode(stat.S_IFLNK | 0o777), "refuse", "archive_has_links"
    yield "zip_fifo.pt", _with_mode(stat.S_IFIFO | 0o777), "refuse", "archive_has_links"
    yield (
        "zip_local_name_differs.pt",
        _patched(good, b"a/data.pkl", b"a/xxxx.pkl"),
        "refuse",
        disagree,
    )
    at = good.index(b"PK\x03\x04")
    size = good[: at + 22] + struct.pack("<L", 3) + good[at + 26 :]
    yield "zip_local_size_differs.pt", size, "refuse", disagree
    locked = good[: at + 6] + b"\x01" + good[at + 7 :]
    yield "zip_local_flag_differs.pt", locked, "refuse", disagree
    central = good.index(b"PK\x01\x02")
    encrypted = good[: central + 8] + b"\x01" + good[central + 9 :]
    yield "zip_encrypted.pt", encrypted, "refuse", "archive_encrypted"
    method = good[: central + 10] + b"\x0c" + good[central + 11 :]
    yield "zip_method_12.pt", method, "refuse", "archive_method_unknown"
    yield "zip_prefixed.pt", b"PK\x03\x04junk" + good, "refuse", "archive_damaged"
    yield "zip_suffixed.pt", good + b"junk", "refuse", "archive_damaged"
    comment = _patched(good, b"PK\x05\x06", b"PK\x05\x06")[:-2] + b"\x04\0PK\x05\x06"
    yield "zip_two_ends.pt", comment, "refuse", None
    flipped = _patched(good, _WEIGHTS[-9:], b"\0" * 9)
    yield "zip_bad_checksum.pt", flipped, "refuse", "archive_damaged"
    count = good[:-12] + b"\xff\xff" + good[-10:]
    yield "zip_count_lies.pt", count, "refuse", None
    yield "zip_many_members.zip", _many(40_000), "refuse", "no_weights_inside"
    claimed = _written(_members(("a/data/1", b"\0" * 1000)), zipfile.ZIP_DEFLATED)
    yield "zip_size_lies.pt", _larger(claimed), "refuse", "archive_sizes_disagree"
    yield "zip_big_endian.pt", _big_endian(), "read", None
    yield "zip_of_zip.zip", _written([("model.pt", good)]), "read", None
    yield "zip_root_twice.pt", _written(_members(("b/data.pkl", _WEIGHTS))), "refuse", None


def _many(count: int) -> bytes:
    return _written([("a/data.pkl", b"\x80\x02}."), *((f"a/data/{i}", b"") for i in range(count))])


def _larger(data: bytes) -> bytes:
    """The deflated pickle promises one byte more than it holds, in both of its headers."""
    size = struct.pack("<L", len(_WEIGHTS))
    wrong = struct.pack("<L", len(_WEIGHTS) + 1)
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    for at in (local + 22, central + 24):
        assert data[at : at + 4] == size
        data = data[:at] + wrong + data[at + 4 :]
    return data


def _big_endian() -> bytes:
    return _written(_members(("a/byteorder", b"big")))


def foreign() -> Iterator[Made]:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        info = tarfile.TarInfo("tensors")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"\0" * 4))
    script = _written(
        [("a/data.pkl", b"\x80\x02}."), ("a/constants.pkl", b"\x80\x02)."), ("a/code/x.py", b"")]
    )
    package = _written([("p/.data/extern_modules", b"os\n"), ("p/model.pkl", b"cos\nsystem\n.")])
    distributed = _written([(".metadata", b"cos\nsystem\n."), ("__0_0.distcp", b"x")])
    onnx = b"\x08\x07\x12\x07pytorch\x1a\x042.13:\x00"
    yield "empty.pt", b"", "refuse", "file_empty"
    yield "one_byte.pt", b"\x80", "refuse", None
    yield "bomb.pt.gz", gzip.compress(b"\0" * (1 << 26), 9), "refuse", "compressed_file"
    yield "old.tar", tar.getvalue(), "refuse", "tar_archive"
    yield "script.pt", script, "refuse", "torchscript_file"
    yield "package.pt", package, "refuse", "torch_package_file"
    yield "dcp.zip", distributed, "refuse", "distributed_checkpoint"
    yield "model.onnx", onnx, "refuse", "onnx_file"
    yield "model.gguf", b"GGUF\x03\0\0\0" + b"\xff" * 24, "refuse", "gguf_file"
    yield "model.tflite", b"\x20\0\0\0TFL3" + b"\0" * 40, "refuse", "tflite_file"
    yield "program.pt", b"\x7fELF" + b"\0" * 100, "refuse", "program_file"
    yield "picture.pt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "refuse", "image_file"
    yield "pointer.pt", b"version https://git-lfs.github.com/spec/v1\n", "refuse", "git_lfs_pointer"
    yield "empty.zip", b"PK\x05\x06" + b"\0" * 18, "refuse", "archive_empty"
    yield (
        "noise.pt",
        bytes(zlib.crc32(bytes([i % 256, i // 256])) & 255 for i in range(4000)),
        "refuse",
        None,
    )
    yield "really_a_pt.safetensors", good_zip(), "read", None
    yield "really_a_pt.csv", good_zip(), "read", None
