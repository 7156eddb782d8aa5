"""What one job may cost, and where it runs."""

from dataclasses import asdict, dataclass

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True)
class Limits:
    """Memory in bytes above what the warm process already holds; times in seconds.

    `stall_seconds` bounds the time between two events, so that one endless probe does not eat the
    time of all the others. The defaults hold a probe run; PREFLIGHT holds the look before it.
    """

    memory: int = 4 * GIB
    cpu_seconds: int = 300
    wall_seconds: float = 300.0
    stall_seconds: float = 90.0
    reply_bytes: int = 8 * MIB
    open_files: int = 256
    threads: int = 64

    def as_json(self) -> dict[str, object]:
        return asdict(self)


# research/security.md section 7, S3: at most 20 s of CPU for a look at one file.
PREFLIGHT = Limits(
    memory=1 * GIB, cpu_seconds=20, wall_seconds=60.0, stall_seconds=60.0, reply_bytes=1 * MIB
)
