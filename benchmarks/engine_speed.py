"""What one turn costs in CPU time of one core: posterior and the ranking of all questions.

OMP_NUM_THREADS=1 python -m benchmarks.engine_speed
"""

import resource
from dataclasses import dataclass
from time import thread_time

import numpy as np

from engine import Case, Evidence, next_step, posterior, rank_fixes, weights
from engine.questions import rank_questions
from knowledge_base import KnowledgeBase, load
from tests.engine.synthetic import large

TURNS = 40
TARGETS_MS = {"full knowledge base": 5.0, "ten times as large": 60.0}


@dataclass(frozen=True)
class Timing:
    name: str
    median_ms: float
    p95_ms: float


def cases(kb: KnowledgeBase, seed: int = 0) -> list[Case]:
    """From one answer to sixty, in random states: what a turn meets."""
    rng = np.random.default_rng(seed)
    names = [name for name, finding in sorted(kb.findings.items()) if finding.kind == "binary"]
    found = []
    for size in np.linspace(1, 60, TURNS).astype(int):
        chosen = rng.choice(names, size=size, replace=False)
        states = rng.choice(["present", "absent", "absent"], size=size)
        pairs = zip(chosen, states, strict=True)
        found.append(Case(tuple(Evidence(str(f), str(s), source="asked") for f, s in pairs)))
    return found


def turn(kb: KnowledgeBase, case: Case) -> None:
    """What every answer costs."""
    posterior(kb, case)
    rank_questions(kb, case)


def timed(name: str, kb: KnowledgeBase, work=turn) -> Timing:
    turns = cases(kb)
    work(kb, turns[0])  # compiles the knowledge base
    spent = []
    for case in turns:
        start = thread_time()
        work(kb, case)
        spent.append(1000 * (thread_time() - start))
    return Timing(name, float(np.median(spent)), float(np.quantile(spent, 0.95)))


def explained(kb: KnowledgeBase, case: Case) -> None:
    weights(kb, case, posterior(kb, case).ranked[0].cause)


def main() -> None:
    kb = load()
    ten = large(np.random.default_rng(1), 10 * len(kb.causes), 10 * len(kb.findings), 200)
    rows = [
        timed("full knowledge base", kb),
        timed("ten times as large", ten),
        timed("next step with its reasons", kb, next_step),
        timed("weights of the leading cause", kb, explained),
        timed("fixes", kb, rank_fixes),
    ]
    print("| what | median ms | p95 ms | target ms |\n|---|---|---|---|")
    for row in rows:
        target = TARGETS_MS.get(row.name, "")
        print(f"| {row.name} | {row.median_ms:.1f} | {row.p95_ms:.1f} | {target} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{len(kb.causes)} causes, {len(kb.findings)} findings; peak {peak:.0f} MB (<= 500)")


if __name__ == "__main__":
    main()
