"""What is lost by weighing pairs and a beam instead of every set of causes.

Random knowledge bases of 12 causes, cases drawn from them with one to four faults; the shipped
space against the full one of 2^12 sets.

    python -m benchmarks.engine_truncation
"""

import numpy as np

from engine import Case, Evidence
from engine.hypotheses import subsets
from engine.network import network
from engine.space import every_subset, shipped
from engine.weighing import weigh
from knowledge_base import KnowledgeBase
from tests.engine.synthetic import base, large, scales

CAUSES, FINDINGS = 12, 40


def drawn(rng: np.random.Generator, kb: KnowledgeBase, faults: int, answers: int) -> Case:
    """Faults at work together, and answers that they would give."""
    net = network(kb)
    chosen = rng.choice(len(net.causes), size=faults, replace=False)
    sets = np.sort(chosen).astype(np.intp)[None, :]
    there = net.chances(sets, np.arange(len(net.binary)))[:, 0]
    shown = rng.uniform(size=len(there)) < there
    asked = rng.choice(len(net.binary), size=min(answers, len(net.binary)), replace=False)
    states = ["present" if shown[at] else "absent" for at in asked]
    return Case(
        tuple(
            Evidence(net.binary[at], state, source="asked")
            for at, state in zip(asked, states, strict=True)
        )
    )


def measured(faults: int, rounds: int, seed: int = 0) -> tuple[float, float, float]:
    """Mean and p95 of the largest error of a marginal, and how often the first cause agrees."""
    rng = np.random.default_rng(seed + faults)
    errors, agreed = [], []
    for _ in range(rounds):
        made = large(rng, CAUSES, FINDINGS, 4)
        kb = base(made.findings, made.causes, scale=scales())
        case = drawn(rng, kb, faults, 25)
        few, full = weigh(kb, case, shipped).causes, weigh(kb, case, every_subset).causes
        errors.append(np.abs(few - full).max())
        agreed.append(few.argmax() == full.argmax())
    return float(np.mean(errors)), float(np.quantile(errors, 0.95)), float(np.mean(agreed))


def main(rounds: int = 60) -> None:
    print("| faults at work | mean largest error | p95 | same first cause |\n|---|---|---|---|")
    for faults in (1, 2, 3, 4):
        mean, high, same = measured(faults, rounds)
        print(f"| {faults} | {mean:.4f} | {high:.4f} | {same:.3f} |")
    sets = len(subsets(network(large(np.random.default_rng(0), CAUSES, FINDINGS, 4)), CAUSES))
    print(f"\nagainst all {sets} sets of {CAUSES} causes, {rounds} cases a row")


if __name__ == "__main__":
    main()
