"""Which probes these are: one edition measures the same in the same files."""

import hashlib
from functools import cache
from pathlib import Path


@cache
def edition() -> str:
    """The hash of all code of this package."""
    folder, digest = Path(__file__).parent, hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
