"""Change a good `.pt2` the way an attacker would: members edited, added or recompressed."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

MODEL = "models/model.json"
WEIGHTS = "data/weights/model_weights_config.json"


def members(path: Path) -> dict[str, bytes]:
    """By full name, with the root folder."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, content: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def edited(good: Path, member: str, edit: Callable[[dict], None]) -> Path:
    """A copy of the file beside it, with one JSON member changed."""
    content = members(good)
    (name,) = (n for n in content if n.partition("/")[2] == member)
    document = json.loads(content[name])
    edit(document)
    content[name] = json.dumps(document).encode()
    return write(good.with_name("tampered.pt2"), content)


def with_member(good: Path, member: str, data: bytes) -> Path:
    content = members(good)
    root = next(iter(content)).partition("/")[0]
    content[f"{root}/{member}"] = data
    return write(good.with_name("tampered.pt2"), content)


def nodes(document: dict) -> list[dict]:
    return document["graph_module"]["graph"]["nodes"]
