"""Keeps what was trained: a file appears whole or not at all, whoever else trains meanwhile."""

import os
import threading
from pathlib import Path
from typing import Any

import numpy as np


def keep(kept: Path, **arrays: Any) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part.npz")
    np.savez_compressed(part, **arrays)
    part.replace(kept)
