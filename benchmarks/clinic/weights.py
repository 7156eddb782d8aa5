"""What the runs teach about reports and their numbers: weights.yaml and grades.yaml.

    python -m benchmarks.clinic.weights --out knowledge_base

Two regressions with a Gaussian prior, whose offset is what the engine's log likelihoods say: a
multinomial one over the causes that do harm, and a binary one between those and all else. Signs are
the reports (weights.yaml) and how far their numbers lie (grades.yaml); of harm at all, those of
what is present alone. The locked half is never used.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from benchmarks.clinic import taught
from benchmarks.clinic.judge import HEALTHY
from benchmarks.clinic.reports import USUAL_MODES
from benchmarks.clinic.signs import Signs, Weighed, signs_of, weighed
from engine.network import network
from engine.sharing import STATES
from knowledge_base import load
from knowledge_base.model import Grade, Grades, Weights

PRECISION = 1.0  # of the Gaussian prior, per square nat; 0.5 to 4 hardly differ on data left out
CALM = 3.0  # how much more a healthy run that is called sick counts than a sick one called healthy
STEPS = 150
LEAST = 0.1  # nats; smaller ones are left out of the files
WRITTEN_BY = "# Written by benchmarks/clinic/weights.py from the clinic's runs.\n"
WEIGHTS_HEAD = "# What a report adds: cause, finding, nats [if present, if absent].\n" + WRITTEN_BY
GRADES_HEAD = "# What the size of a report's number adds: nats of each cause at its knots.\n"


def among_causes(runs: Sequence[Weighed], seen: np.ndarray) -> Tensor:
    """(signs, causes) nats, from the sick runs; each counts once over its modes."""
    sick = np.array([bool(run.causes) for run in runs])
    x = torch.tensor(seen[sick], dtype=torch.float32)
    offset, right = (
        torch.tensor(np.stack([getattr(run, name) for run in runs if run.causes]))
        for name in ("alone", "right")
    )
    added = torch.zeros(x.shape[1], offset.shape[1], requires_grad=True)
    nothing = torch.tensor(-torch.inf)

    def loss() -> Tensor:
        log = torch.log_softmax(offset.float() + x @ added, dim=1)
        return -torch.logsumexp(torch.where(right, log, nothing), dim=1).sum()

    return _fitted(loss, added)


def of_harm(runs: Sequence[Weighed], seen: np.ndarray) -> tuple[Tensor, float]:
    """(signs,) nats by which symptoms move the log odds of any harm, and a constant beside them."""
    x = torch.tensor(np.c_[seen, np.ones(len(runs))], dtype=torch.float32)
    odds = torch.tensor([run.odds for run in runs])
    side = torch.tensor([1.0 if run.causes else -1.0 for run in runs])
    count = torch.where(side > 0, 1.0, CALM)
    added = torch.zeros(x.shape[1], requires_grad=True)

    def loss() -> Tensor:
        return (count * torch.nn.functional.softplus(-side * (odds + x @ added))).sum()

    fitted = _fitted(loss, added)
    return fitted[:-1], float(fitted[-1])


def _fitted(loss, added: Tensor) -> Tensor:
    steps = torch.optim.LBFGS([added], max_iter=STEPS, line_search_fn="strong_wolfe")

    def step() -> Tensor:
        steps.zero_grad()
        total = loss() / len(USUAL_MODES) + PRECISION / 2 * added.square().sum()
        total.backward()
        return total

    steps.step(step)
    return added.detach()


def columns(causes: Sequence[str], among: Tensor, harm: Tensor) -> dict[str, list[float]]:
    """Cause -> nats of each sign; what is taken from harm is given to `healthy`."""
    return dict(zip(causes, among.T.tolist(), strict=True)) | {HEALTHY: (-harm).tolist()}


def as_weights(signs: Signs, found: dict[str, list[float]]) -> Weights:
    weights: Weights = {}
    for cause, nats in found.items():
        by_report = dict(zip(signs.reports, nats, strict=False))
        for name in sorted({name for name, _ in signs.reports}):
            both = tuple(round(by_report[name, state], 2) + 0.0 for state in STATES)
            if max(map(abs, both)) >= LEAST:
                weights.setdefault(cause, {})[name] = both
    return weights


def as_grades(signs: Signs, found: dict[str, list[float]]) -> Grades:
    grades: dict[str, dict[str, Grade]] = {}
    start = len(signs.reports)
    for (finding, name), at in signs.knots.items():
        some = {cause: nats[start : start + len(at)] for cause, nats in found.items()}
        told = {
            cause: tuple(round(value, 2) + 0.0 for value in nats)
            for cause, nats in some.items()
            if max(map(abs, nats)) >= LEAST
        }
        if told:
            grades.setdefault(finding, {})[name] = Grade(at=at, nats=told)
        start += len(at)
    return grades


def grades_written(grades: Grades) -> str:
    lines = [GRADES_HEAD, WRITTEN_BY]
    for finding, numbers_of in grades.items():
        lines.append(f"{finding}:\n")
        for name, grade in numbers_of.items():
            lines.append(f"  {name}:\n    at: {_listed(grade.at)}\n    nats:\n")
            lines += [f"      {cause}: {_listed(nats)}\n" for cause, nats in grade.nats.items()]
    return "".join(lines)


def _listed(values: Iterable[float]) -> str:
    return f"[{', '.join(f'{value:g}' for value in values)}]"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clinic.weights")
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    torch.set_num_threads(1)
    kb = load()
    runs = weighed(kb, taught.lessons())
    signs = signs_of(kb, runs)
    harm, constant = of_harm(runs, signs.of_symptoms(runs))
    found = columns(network(kb).causes, among_causes(runs, signs.of(runs)), harm)
    out.joinpath("weights.yaml").write_text(
        taught.written(WEIGHTS_HEAD, as_weights(signs, found)), "utf-8"
    )
    out.joinpath("grades.yaml").write_text(grades_written(as_grades(signs, found)), "utf-8")
    print(f"the odds of harm are multiplied by {np.exp(constant):.2f} (scales: healthy_from_files)")


if __name__ == "__main__":
    main()
