"""Good files that end too early: at every length of the smallest, at many of the others."""

import io
import json
import pickle
import struct
from collections.abc import Iterator

import numpy as np

from tests.badfiles import Made
from tests.badfiles.archives import good_zip
from tests.badfiles.pickle_parts import named, tensor

LENGTHS = 40  # of every file; the property tests cut at random as well


def legacy() -> bytes:
    """What torch.save wrote before 1.6."""
    magic, protocol = pickle.dumps(0x1950A86A20F9469CFC6C, 2), pickle.dumps(1001, 2)
    system = pickle.dumps({"protocol_version": 1001, "little_endian": True}, 2)
    weights = named({"a.w": tensor("0", 4, 0, (2, 2), (2, 1), "FloatStorage")})
    # In old files the storage's description has a sixth entry for views.
    weights = weights.replace(b"tQ", b"NtQ")
    storage = struct.pack("<Q", 4) + b"\0" * 16
    return magic + protocol + system + weights + pickle.dumps(["0"], 2) + storage


def good_files() -> dict[str, bytes]:
    header = json.dumps({"a.w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    npy = io.BytesIO()
    np.save(npy, np.ones((3, 4), np.float32))
    npz = io.BytesIO()
    np.savez(npz, x=np.ones((3, 4)), y=np.arange(3))
    return {
        "zip.pt": good_zip(),
        "legacy.pt": legacy(),
        "plain.pkl": pickle.dumps({"w": np.ones((3, 4)), "b": np.ones(3)}),
        "st.safetensors": struct.pack("<Q", len(header)) + header + b"\0" * 16,
        "array.npy": npy.getvalue(),
        "batch.npz": npz.getvalue(),
    }


def files() -> Iterator[Made]:
    for name, data in good_files().items():
        for length in sorted({len(data) * i // LENGTHS for i in range(LENGTHS)} | {len(data) - 1}):
            yield f"cut_{length}_{name}", data[:length], "refuse", None
    for name, data in good_files().items():
        yield f"whole_{name}", data, "read", None
