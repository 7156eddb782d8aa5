"""What a turn costs as the knowledge and the evidence grow, and beside exact inference by pyAgrum.

    OMP_NUM_THREADS=1 python -m benchmarks.engine_growth

Prints Markdown tables; processor time of one core, medians. The other side gets a minute.
"""

import subprocess
import sys
from collections.abc import Callable
from time import thread_time

import numpy as np

from benchmarks.engine_speed import turn
from engine import Case, Evidence
from engine.space import Space, every_subset, shipped
from engine.weighing import weigh
from knowledge_base import KnowledgeBase
from tests.engine.synthetic import large, noisy_or

CAUSES = (20, 40, 80, 160, 320, 640)
FINDINGS = (50, 200, 800, 3200)
EVIDENCE = (1, 5, 20, 60)
AGAINST = ((6, 12), (10, 20), (14, 28), (20, 40), (40, 80), (80, 200))  # causes, findings
ENUMERATED = 14  # causes of which all subsets can be weighed
KNOWN = 8  # findings known in the comparison
REPEATS = 9
TOO_LONG = 60  # seconds


def main() -> int:
    if len(sys.argv) > 1:
        print(_pyagrum(*map(int, sys.argv[1:])))
        return 0
    print("| causes | findings | known | ms a turn |\n|---|---|---|---:|")
    for causes, findings, known in _sizes():
        kb = large(np.random.default_rng(1), causes, findings, 20)
        print(f"| {causes} | {findings} | {known} | {_turn(kb, known):.1f} |", flush=True)
    print(f"\nThe posterior alone, {KNOWN} findings known, the same noisy-OR network.\n")
    print("| causes | findings | shipped space ms | all subsets ms | pyAgrum ms | largest error |")
    print("|---|---|---:|---:|---:|---:|")
    for causes, findings in AGAINST:
        print(f"| {causes} | {findings} | {_against(causes, findings)} |", flush=True)
    print(f"\n-: not in {TOO_LONG} s, or not tried. The error is that of the shipped space's "
          "probabilities against pyAgrum's.")  # fmt: skip
    return 0


def _sizes() -> list[tuple[int, int, int]]:
    usual = 80, 200, 20
    return [
        *((causes, usual[1], usual[2]) for causes in CAUSES),
        *((usual[0], findings, usual[2]) for findings in FINDINGS),
        *((*usual[:2], known) for known in EVIDENCE),
    ]


def _turn(kb: KnowledgeBase, known: int) -> float:
    return _median(kb, known, lambda case: turn(kb, case))


def _posterior(kb: KnowledgeBase, space: Space) -> float:
    return _median(kb, KNOWN, lambda case: weigh(kb, case, space))


def _median(kb: KnowledgeBase, known: int, work: Callable[[Case], object]) -> float:
    """Milliseconds over several cases, the tables made before."""
    rng = np.random.default_rng(0)
    work(_case(rng, kb, known))
    spent = []
    for _ in range(REPEATS):
        case = _case(rng, kb, known)
        started = thread_time()
        work(case)
        spent.append(thread_time() - started)
    return 1000 * float(np.median(spent))


def _case(rng: np.random.Generator, kb: KnowledgeBase, known: int) -> Case:
    names = [name for name, finding in sorted(kb.findings.items()) if finding.kind == "binary"]
    chosen = rng.choice(names, size=min(known, len(names)), replace=False)
    states = rng.choice(["present", "absent", "absent"], size=len(chosen))
    return Case(tuple(Evidence(str(f), str(s)) for f, s in zip(chosen, states, strict=True)))


def _network(causes: int, findings: int) -> tuple[KnowledgeBase, Case]:
    rng = np.random.default_rng(causes)
    kb = noisy_or(rng, causes, findings)
    return kb, _case(rng, kb, KNOWN)


def _against(causes: int, findings: int) -> str:
    kb, case = _network(causes, findings)
    ours, found = _posterior(kb, shipped), weigh(kb, case)
    every = f"{_posterior(kb, every_subset):.1f}" if causes <= ENUMERATED else "-"
    theirs, error = "-", "-"
    command = [sys.executable, "-m", "benchmarks.engine_growth", str(causes), str(findings)]
    try:
        told = subprocess.run(
            command, capture_output=True, text=True, timeout=TOO_LONG, check=True
        ).stdout.split()
        theirs = f"{float(told[0]):.1f}"
        error = f"{np.abs(np.array(told[1:], float) - found.causes).max():.4f}"
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        pass
    return f"{ours:.1f} | {every} | {theirs} | {error}"


def _pyagrum(causes: int, findings: int) -> str:
    """Milliseconds of the inference, and each cause's probability."""
    import pyagrum

    kb, case = _network(causes, findings)
    net = pyagrum.BayesNet()
    weight = {name: kb.scales.commonness[kb.causes[name].how_common] for name in sorted(kb.causes)}
    scale = kb.scales.prior.faults / sum(weight.values())
    for name, told in weight.items():
        net.add(pyagrum.LabelizedVariable(name, name, 2))
        net.cpt(name).fillWith([1 / (1 + scale * told), scale * told / (1 + scale * told)])
    for name in kb.findings:
        leak = kb.likelihood(name, None)
        net.addNoisyORNet(pyagrum.LabelizedVariable(name, name, 2), leak)
        for cause in weight:
            if name in kb.causes[cause].findings:
                strength = (kb.likelihood(name, cause) - leak) / (1 - leak)
                net.addWeightedArc(cause, name, strength)
    inference = pyagrum.LazyPropagation(net)
    inference.setEvidence({e.finding: int(e.state == "present") for e in case.evidence})
    started = thread_time()
    inference.makeInference()
    chances = [inference.posterior(name)[1] for name in weight]
    return f"{1000 * (thread_time() - started)} " + " ".join(map(str, chances))


if __name__ == "__main__":
    sys.exit(main())
