"""How much the answer to a finding is expected to tell, for all findings at once.

I(answer; hypothesis) = H(answer) - E[H(answer | hypothesis)]: two matrix products over the whole
table, research/engine.md 5.5.
"""

from dataclasses import dataclass

import numpy as np

from engine.hypotheses import Block
from engine.network import Array, Index, network
from engine.observations import channel
from engine.once import once_per_knowledge
from engine.weighing import Weighing
from knowledge_base import KnowledgeBase
from knowledge_base.model import Source

LEAST = 1e-300  # 0 log 0 is 0
ROWS_AT_ONCE = 16  # of a wide table: they stay in the cache from one operation to the next


@dataclass(frozen=True)
class Reports:
    """P(reported) = offset + slope P(there), per row of the network."""

    offset: Array
    slope: Array


@once_per_knowledge
def reports(kb: KnowledgeBase) -> dict[Source, Reports]:
    net = network(kb)
    found: dict[Source, Reports] = {}
    for source in kb.scales.channel:
        offset, slope = np.empty(net.asked), np.empty(net.asked)
        for finding in net.first_row:
            noise, rows = channel(kb, finding, source), net.rows_of(finding)
            binary = finding not in net.options
            slope[rows] = 1.0 - noise.false_alarm - (noise.miss if binary else 0.0)
            offset[rows] = noise.false_alarm * (1.0 if binary else net.leak[rows])
        found[source] = Reports(offset, slope)
    return found


def information(weighing: Weighing, source: Source = "asked") -> dict[str, float]:
    """Bits that each finding's answer is expected to bring, whether it is open or not."""
    net, binary = weighing.net, len(weighing.net.binary)
    told, leak = reports(weighing.kb)[source], weighing.net.leak[: weighing.net.asked]
    there, noise = np.zeros(net.asked), np.zeros(net.asked)
    usual = _spread(told.offset + told.slope * leak, binary)
    for block, w in zip(weighing.blocks, weighing.split(weighing.w), strict=True):
        mass = float(w.sum())
        over, within = leak * mass, usual * mass
        rows = block.rows[: int(np.searchsorted(block.rows, net.asked))]
        over[rows] = block.chances[: len(rows)] @ w
        within[rows] = noise_of(block, told, source, binary) @ w
        there += over
        noise += within
    bits = _spread(told.offset + told.slope * there, binary) - noise
    several = np.add.reduceat(bits, net.starts) if len(net.starts) else np.empty(0)
    gains = np.maximum(np.concatenate([bits[:binary], several]), 0.0)
    return dict(zip(net.first_row, gains.tolist(), strict=True))


def noise_of(block: Block, told: Reports, source: Source, binary: int) -> Array:
    """H(report | hypothesis) by row, kept with the block because it depends on nothing else."""
    if source not in block.noise:
        rows = block.rows[: int(np.searchsorted(block.rows, len(told.slope)))]
        there = block.chances[: len(rows)]
        reported = told.offset[rows][:, None] + told.slope[rows][:, None] * there
        block.noise[source] = _spread(reported, int(np.searchsorted(rows, binary)))
    return block.noise[source]


def _spread(reported: Array, binary: int) -> Array:
    """-p log2 p per row, and for yes/no rows that of "no" as well."""
    bits = np.empty_like(reported)
    for start in range(0, len(reported), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        some = reported[rows]
        bits[rows] = -some * np.log2(np.maximum(some, LEAST))
        no = 1.0 - some[: max(binary - start, 0)]
        bits[rows][: len(no)] -= no * np.log2(np.maximum(no, LEAST))
    return bits


def reported(weighing: Weighing, finding: str, source: Source) -> Array:
    """P(each answer is given | hypothesis), (answers, hypotheses); yes/no: present, absent."""
    net, told = weighing.net, reports(weighing.kb)[source]
    rows = net.rows_of(finding)
    index = np.arange(rows.start, rows.stop, dtype=np.intp)
    there = np.concatenate([_rows(net.leak, block, index) for block in weighing.blocks], axis=1)
    given = told.offset[rows][:, None] + told.slope[rows][:, None] * there
    return given if finding in net.options else np.concatenate([given, 1.0 - given])


def _rows(leak: Array, block: Block, index: Index) -> Array:
    place = block.find(index)
    if len(place) and place[0] >= 0:
        return block.chances[place]
    return np.repeat(leak[index][:, None], len(block.sets), axis=1)


def joint_gain(parts: Array, answers: Array) -> float:
    """I(answer; hypothesis | answers so far); `parts` is the weight split by those answers."""
    mass = parts @ answers.T
    whole = mass.sum(axis=1, keepdims=True)
    share = np.where(whole > 0, mass / np.maximum(whole, LEAST), 1.0)
    over = -(whole * share * np.log2(np.maximum(share, LEAST))).sum()
    w = parts.sum(axis=0)
    within = -(w * (answers * np.log2(np.maximum(answers, LEAST))).sum(axis=0)).sum()
    return max(float(over - within), 0.0)


def split_by(parts: Array, answers: Array) -> Array:
    """The weight split once more, by these answers."""
    return np.asarray((parts[:, None, :] * answers[None, :, :]).reshape(-1, parts.shape[1]))
