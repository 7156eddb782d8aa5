"""Patients drawn from the knowledge base itself: does the engine find what it was told?

This is the model judging itself: it shows how well the questions are chosen and whether the causes
can be told apart at all, not how well the knowledge fits real runs.

    python -m benchmarks.self_simulation            # about two minutes
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from engine import Case, Evidence, next_step, posterior
from engine.network import Network, network
from engine.openings import open_findings
from engine.questions import rank_questions
from engine.weighing import weigh
from knowledge_base import KnowledgeBase, load

FALSE_YES, FALSE_NO, DONT_KNOW = 0.02, 0.10, 0.20
MOST = 20  # answers
SHOWN_AT = (0, 2, 4, 6, 8, 12, 20)
TOLD_FIRST = 0.5  # P(finding | cause) from which a person may come with it

Choose = Callable[[KnowledgeBase, Case, np.random.Generator], str | None]


@dataclass(frozen=True)
class Patient:
    """Who has these causes, and what can be seen of them."""

    causes: tuple[str, ...]
    shown: dict[str, str]  # binary finding -> present or absent; choice -> option


@dataclass
class Score:
    """By number of answers: is a cause first, are all in the first three?"""

    first: list[list[bool]] = field(default_factory=lambda: [[] for _ in range(MOST + 1)])
    third: list[list[bool]] = field(default_factory=lambda: [[] for _ in range(MOST + 1)])

    def at(self, answers: int) -> tuple[float, float]:
        return float(np.mean(self.first[answers])), float(np.mean(self.third[answers]))


def drawn(rng: np.random.Generator, kb: KnowledgeBase, causes: tuple[str, ...]) -> Patient:
    net = network(kb)
    columns = np.array([[net.causes.index(cause) for cause in sorted(causes)]], dtype=np.intp)
    chances = net.chances(columns, np.arange(net.rows, dtype=np.intp))[:, 0]
    shown = {name: _state(rng, net, chances, name) for name in net.first_row}
    for name in net.binary:  # what is implied is there as well
        if shown[name] == "present":
            shown |= dict.fromkeys(kb.findings[name].implies, "present")
    return Patient(causes, shown)


def _state(rng: np.random.Generator, net: Network, chances: np.ndarray, name: str) -> str:
    rows = net.rows_of(name)
    if name in net.options:
        return str(rng.choice(net.options[name], p=chances[rows] / chances[rows].sum()))
    return "present" if rng.uniform() < chances[rows.start] else "absent"


def complaint(rng: np.random.Generator, kb: KnowledgeBase, patient: Patient) -> Case:
    """One thing that is plainly there, as a first message would say it."""
    seen = [
        name
        for cause in patient.causes
        for name, word in kb.causes[cause].findings.items()
        if isinstance(word, str)
        and kb.scales.likelihood[word] >= TOLD_FIRST
        and patient.shown.get(name) == "present"
        and kb.findings[name].cost <= 1.0
    ]
    return Case().record(Evidence(str(rng.choice(sorted(seen))))) if seen else Case()


def answer(rng: np.random.Generator, kb: KnowledgeBase, patient: Patient, name: str) -> Evidence:
    if rng.uniform() < DONT_KNOW:
        return Evidence(name, "unknown", source="asked")
    shown = patient.shown[name]
    if kb.findings[name].options:
        return Evidence(name, "present", shown, source="asked")
    wrong = rng.uniform() < (FALSE_NO if shown == "present" else FALSE_YES)
    said = {"present": "absent", "absent": "present"}[shown] if wrong else shown
    return Evidence(name, said, source="asked")


def by_information(kb: KnowledgeBase, case: Case, _: np.random.Generator) -> str | None:
    """The most useful single question, also beyond where the engine would stop."""
    ranked = rank_questions(kb, case)
    return ranked[0][0] if ranked else None


def as_shipped(kb: KnowledgeBase, case: Case, _: np.random.Generator) -> str | None:
    """What next_step asks (the first of a turn), until it stops."""
    step = next_step(kb, case)
    return step.finding if step.stop is None else None


def at_random(kb: KnowledgeBase, case: Case, rng: np.random.Generator) -> str | None:
    names = open_findings(weigh(kb, case))
    return str(rng.choice(names)) if names else None


def in_fixed_order(kb: KnowledgeBase) -> Choose:
    """The best order that does not look at the answers: by information before any evidence."""
    order = [name for name, _ in rank_questions(kb, Case())]

    def choose(kb: KnowledgeBase, case: Case, _: np.random.Generator) -> str | None:
        names = set(open_findings(weigh(kb, case)))
        return next((name for name in order if name in names), None)

    return choose


def consult(
    kb: KnowledgeBase, patient: Patient, choose: Choose, seed: int, most: int = MOST
) -> list[list[str]]:
    """The ranking after each answer; the last one is repeated once asking is over."""
    rng = np.random.default_rng(seed)
    case = complaint(rng, kb, patient)
    declined = frozenset(kind for f in kb.findings.values() for kind in f.upload)
    case = Case(case.evidence, declined=declined)
    rankings = [_ranking(kb, case)]
    while len(rankings) <= most:
        name = choose(kb, case, rng)
        if name is not None:
            case = case.record(answer(rng, kb, patient, name))
            rankings.append(_ranking(kb, case))
        else:
            rankings.append(rankings[-1])
    return rankings


def _ranking(kb: KnowledgeBase, case: Case) -> list[str]:
    return [belief.cause for belief in posterior(kb, case).ranked[:3]]


def scored(kb: KnowledgeBase, patients: list[Patient], choose: Choose, most: int = MOST) -> Score:
    score = Score()
    for seed, patient in enumerate(patients):
        for at, ranking in enumerate(consult(kb, patient, choose, seed, most)):
            score.first[at].append(ranking[0] in patient.causes)
            score.third[at].append(set(patient.causes) <= set(ranking))
    return score


def singles(kb: KnowledgeBase, each: int, seed: int = 0) -> list[Patient]:
    rng = np.random.default_rng(seed)
    return [drawn(rng, kb, (cause,)) for cause in network(kb).causes for _ in range(each)]


def doubles(kb: KnowledgeBase, count: int, seed: int = 1) -> list[Patient]:
    rng = np.random.default_rng(seed)
    names = [cause for cause in network(kb).causes if not kb.causes[cause].benign]
    return [
        drawn(rng, kb, tuple(str(c) for c in rng.choice(names, size=2, replace=False)))
        for _ in range(count)
    ]


def by_cause(patients: list[Patient], score: Score, answers: int) -> list[tuple[str, float, float]]:
    found: dict[str, list[tuple[bool, bool]]] = {}
    for at, patient in enumerate(patients):
        pair = score.first[answers][at], score.third[answers][at]
        found.setdefault(patient.causes[0], []).append(pair)
    rows = [(c, *np.mean(pairs, axis=0).tolist()) for c, pairs in found.items()]
    return sorted(rows, key=lambda row: (row[2], row[1], row[0]))


def main(each: int = 3) -> None:
    kb = load()
    patients = singles(kb, each)
    ways = {
        "by information": by_information,
        "as shipped, with stopping": as_shipped,
        "fixed order": in_fixed_order(kb),
        "random order": at_random,
    }
    scores = {name: scored(kb, patients, way) for name, way in ways.items()}
    print(f"one fault, {len(patients)} patients: right cause first / in the first three\n")
    print("| answers | " + " | ".join(ways) + " |\n|---|" + "---|" * len(ways))
    for answers in SHOWN_AT:
        cells = ["{:.2f} / {:.2f}".format(*scores[name].at(answers)) for name in ways]
        print(f"| {answers} | " + " | ".join(cells) + " |")
    pairs = doubles(kb, 20 * each)
    both = scored(kb, pairs, by_information)
    print(f"\ntwo faults, {len(pairs)} patients: one of them first / both in the first three\n")
    print("| answers | by information |\n|---|---|")
    for answers in SHOWN_AT:
        print("| {} | {:.2f} / {:.2f} |".format(answers, *both.at(answers)))
    print("\nhardest causes after 8 answers\n\n| cause | first | in three |\n|---|---|---|")
    for cause, first, third in by_cause(patients, scores["by information"], 8)[:15]:
        print(f"| {cause} | {first:.2f} | {third:.2f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
