"""Which device a person means by `auto`, told without torch."""

from pathlib import Path


def device(asked: str) -> str:
    """Importing torch here would cost seconds and start CUDA in the wrong process."""
    if asked != "auto":
        return asked
    return "cuda:0" if Path("/dev/nvidia0").exists() else "cpu"
