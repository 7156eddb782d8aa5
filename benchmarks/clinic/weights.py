"""How reports are shared among the causes, fitted on the tuning half: the content of weights.yaml.

    python -m benchmarks.clinic.weights > knowledge_base/weights.yaml

A multinomial logistic regression over the harmful causes: the log likelihoods of the engine are its
offset, and to each report under each cause it may add something, held small by a Gaussian prior. A
run is weighed with the counts of the other data sets, or it would be told its own result. Settings
and what else is chosen (rates, sizes, BatchNorm) get no weight: how a clinic builds its runs is its
own habit, and no sign. The locked half is never used.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from benchmarks.clinic import taught
from benchmarks.clinic.counts import counted
from benchmarks.clinic.judge import case_of
from benchmarks.clinic.reports import USUAL_MODES
from engine.network import network
from engine.sharing import STATES
from engine.weighing import weigh
from knowledge_base import KnowledgeBase, load
from knowledge_base.model import Weights
from probes.runner import Report
from tests.clinic import patients
from tests.clinic.patients import Patient

PRECISION = 1.0  # of the Gaussian prior, per square nat; 0.2 to 1 hardly differ on data left out
STEPS = 150
LEAST = 0.1  # nats; smaller ones are left out of the file
SAME_DATA = {"digit_images": "digits"}
HEAD = (
    "# How reports are shared among the causes: cause, finding, nats [if present, if absent].\n"
    "# Written by benchmarks/clinic/weights.py from the clinic's tuning half.\n"
)
Run = tuple[Patient, dict[str, list[Report]]]


@dataclass(frozen=True)
class Design:
    """`offset` (runs, causes): the engine's log weight of each cause alone; -inf if never injected.

    `seen` (runs, reports): which reports a run has; `right` (runs, causes): what counts as right.
    """

    offset: Tensor
    seen: Tensor
    right: Tensor


def data_of(patient: Patient) -> str:
    return SAME_DATA.get(patient.recipe.data, patient.recipe.data)


def fitted(kb: KnowledgeBase, runs: Iterable[Run]) -> Weights:
    known = list(runs)
    names = sorted(name for name, finding in kb.findings.items() if _counts(finding))
    reports = [(name, state) for name in names for state in STATES]
    parts = []
    for data in sorted({data_of(patient) for patient, _ in known}):
        others = ((p.causes, modes) for p, modes in known if data_of(p) != data)
        apart = replace(
            kb, measured=counted(kb, others), weights={}, hash=f"{kb.hash} without {data}"
        )
        parts += [
            _row(apart, patient, modes[mode], mode, reports)
            for patient, modes in known
            if len(patient.causes) == 1 and data_of(patient) == data
            for mode in USUAL_MODES
        ]
    offset, seen, right = (torch.tensor(np.stack(column)) for column in zip(*parts, strict=True))
    return _named(network(kb).causes, reports, _fit(Design(offset, seen, right)))


def _counts(finding) -> bool:
    return finding.kind == "binary" and finding.group != "settings" and not finding.chosen


def _row(kb: KnowledgeBase, patient: Patient, told: list[Report], mode: str, reports) -> tuple:
    case, net = case_of(kb, told, mode), network(kb)
    alone = weigh(kb, case).told[2 : 2 + len(net.causes)]  # behind healthy and OTHER
    states = {(item.finding, item.state) for item in case.evidence if item.source == "measured"}
    right = patients.accepts(patient.causes[0])
    return (
        np.where(np.isin(net.causes, patients.causes()), alone, -np.inf).astype(np.float32),
        np.array([report in states for report in reports], np.float32),
        np.array([cause in right for cause in net.causes]),
    )


def _fit(design: Design) -> Tensor:
    """(reports, causes) nats; each run counts once, over the modes that it was measured in."""
    added = torch.zeros(design.seen.shape[1], design.offset.shape[1], requires_grad=True)
    steps = torch.optim.LBFGS([added], max_iter=STEPS, line_search_fn="strong_wolfe")
    nothing = torch.tensor(-torch.inf)

    def loss() -> Tensor:
        steps.zero_grad()
        log = torch.log_softmax(design.offset + design.seen @ added, dim=1)
        hit = torch.logsumexp(torch.where(design.right, log, nothing), dim=1)
        total = -hit.sum() / len(USUAL_MODES) + PRECISION / 2 * added.square().sum()
        total.backward()
        return total

    steps.step(loss)
    return added.detach()


def _named(causes, reports, added: Tensor) -> Weights:
    found: Weights = {}
    for cause, column in zip(causes, added.T.tolist(), strict=True):
        by_report = dict(zip(reports, column, strict=True))
        for name in sorted({name for name, _ in reports}):
            both = tuple(round(by_report[name, state], 2) + 0.0 for state in STATES)
            if max(map(abs, both)) >= LEAST:
                found.setdefault(cause, {})[name] = both
    return found


def written(weights: Weights) -> str:
    return taught.written(HEAD, weights)


def main() -> None:
    torch.set_num_threads(1)
    sys.stdout.write(written(fitted(load(), taught.tuning_runs())))


if __name__ == "__main__":
    main()
