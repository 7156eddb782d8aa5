"""Which graphics card a device is, asked in a process of its own: CUDA is never started here.

`python -m probes.card cuda:0` prints the card's UUID.
"""

import subprocess
import sys

START_SECONDS = 120


class NoSuchCard(Exception):
    """There is no such device, or its driver does not work."""


def identity(device: str) -> str:
    """The same for all processes and containers that use this card."""
    asked = subprocess.run(
        [sys.executable, "-m", "probes.card", device],
        capture_output=True, text=True, timeout=START_SECONDS, check=False,
    )  # fmt: skip
    if asked.returncode:
        last = (asked.stderr.strip().splitlines() or ["no answer"])[-1]
        raise NoSuchCard(f"{device} cannot be used: {last}")
    return asked.stdout.strip()


def main() -> int:
    import torch

    known = torch.cuda.get_device_properties(torch.device(sys.argv[1]))
    sys.stdout.write(f"{known.uuid}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
