"""Deflated bytes, with an upper limit on what comes out of them."""

import zlib

from probes.refusal import Refusal

FREE = 64 << 20  # bytes that any archive may unfold to
RATIO = 20  # weights hardly shrink; a log shrinks tenfold; a bomb shrinks a thousandfold
STEP = 1 << 20


class Allowance:
    """How much one upload may still unfold to, over all of its members."""

    def __init__(self, archive_bytes: int):
        self.left = max(FREE, RATIO * archive_bytes)

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Refusal("archive_unfolds_too_much", ratio=RATIO)


def inflated(packed: memoryview, claimed: int, allowance: Allowance) -> memoryview:
    """`claimed` is the size that the directory promises: more or less than that is refused."""
    allowance.take(claimed)
    out = bytearray()
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), STEP):
            out += machine.decompress(packed[start : start + STEP], claimed - len(out) + 1)
            if len(out) > claimed or machine.unconsumed_tail:
                raise Refusal("archive_sizes_disagree")
    except zlib.error:
        raise Refusal("archive_damaged") from None
    if len(out) != claimed or not machine.eof:
        raise Refusal("archive_sizes_disagree")
    return memoryview(bytes(out)) if claimed < STEP else memoryview(out).toreadonly()
