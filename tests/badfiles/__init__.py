"""Hostile and broken files with the verdict that each must get; `corpus(folder)` writes them all.

A payload that runs would create the file EXECUTED in the folder. Used by the tests of the readers,
of the sandbox and of the uploads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Verdict = Literal["refuse", "read", "diagnose"]  # diagnose: readable, and something to find in it
Made = tuple[str, bytes, Verdict, str | None]

MARKER = "EXECUTED"


@dataclass(frozen=True)
class BadFile:
    """`code` is the Refusal's; None where any refusal will do, as for truncations."""

    path: Path
    verdict: Verdict
    code: str | None


def corpus(folder: Path) -> list[BadFile]:
    from tests.badfiles import archives, arrays, hdf5, pickles, tensors, texts, truncations

    marker = folder / MARKER
    makers: list[Iterator[Made]] = [
        pickles.executing(str(marker)),
        pickles.exhausting(),
        tensors.forged(),
        tensors.safetensors(),
        archives.zips(),
        archives.foreign(),
        arrays.numpy_files(),
        hdf5.files(folder),
        texts.files(),
        truncations.files(),
    ]
    found = []
    for made in makers:
        for name, data, verdict, code in made:
            path = folder / name
            path.write_bytes(data)
            found.append(BadFile(path, verdict, code))
    return found
