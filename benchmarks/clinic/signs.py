"""What a regression sees of the clinic's runs: reports, how far their numbers lie, and an offset.

A run is weighed with the counts of the other data sets, or it would be told its own result.
Settings and what else is chosen (rates, sizes, BatchNorm) are no signs: how a clinic builds its
runs is its own habit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.clinic.counts import counted
from benchmarks.clinic.grades import Knots, knots, numbers
from benchmarks.clinic.judge import case_of
from benchmarks.clinic.reports import USUAL_MODES
from benchmarks.clinic.taught import Lesson
from engine.network import network
from engine.sharing import STATES, between, harmful
from engine.weighing import weigh
from knowledge_base import KnowledgeBase

Key = tuple[str, str]  # finding, and a state or the name of a number


@dataclass(frozen=True)
class Weighed:
    """One run in one mode. `alone`: the engine's log weight of each cause alone, -inf if never
    injected; `odds`: of any harm, in nats; `right`: which causes count, none in a healthy run."""

    data: str
    mode: str
    causes: tuple[str, ...]
    alone: np.ndarray
    odds: float
    states: frozenset[Key]
    numbers: dict[Key, float]
    right: np.ndarray


@dataclass(frozen=True)
class Signs:
    """What a regression sees of a run."""

    reports: tuple[Key, ...]
    knots: Knots

    def of(self, runs: Sequence[Weighed]) -> np.ndarray:
        """(runs, reports and knots)"""
        return self._rows(runs, lambda *_: True)

    def of_symptoms(self, runs: Sequence[Weighed]) -> np.ndarray:
        """The same with nothing for findings that are absent: how far they are from being there is
        a habit of the task (what loss is left, how steep it falls), and no sign of health."""
        return self._rows(runs, lambda run, finding: (finding, STATES[0]) in run.states)

    def _rows(self, runs: Sequence[Weighed], counts: Callable[[Weighed, str], bool]) -> np.ndarray:
        rows = np.zeros((len(runs), len(self.reports) + sum(map(len, self.knots.values()))))
        for row, run in zip(rows, runs, strict=True):
            for at, report in enumerate(self.reports):
                row[at] = report in run.states and counts(run, report[0])
            start = len(self.reports)
            for key, knots_of in self.knots.items():
                number = run.numbers.get(key) if counts(run, key[0]) else None
                for place, share in between(knots_of, number):
                    row[start + place] = share
                start += len(knots_of)
        return rows


def weighed(kb: KnowledgeBase, lessons: Iterable[Lesson]) -> list[Weighed]:
    """Pairs of faults are left out."""
    known = [lesson for lesson in lessons if len(lesson.causes) < 2]
    injected = frozenset().union(*(lesson.right for lesson in known))
    found = []
    for data in sorted({lesson.data for lesson in known}):
        others = [(one.causes, one.reports) for one in known if one.data != data]
        name = f"{kb.hash} without {data}"
        apart = replace(kb, measured=counted(kb, others), weights={}, grades={}, hash=name)
        found += [
            _weighed(apart, lesson, mode, injected)
            for lesson in known
            if lesson.data == data
            for mode in USUAL_MODES
        ]
    return found


def _weighed(kb: KnowledgeBase, lesson: Lesson, mode: str, injected: frozenset[str]) -> Weighed:
    case, net = case_of(kb, lesson.reports[mode], mode), network(kb)
    weighing = weigh(kb, case)
    harm = harmful(net, weighing.sets)
    alone = weighing.told[2 : 2 + len(net.causes)]  # behind healthy and OTHER
    return Weighed(
        data=lesson.data,
        mode=mode,
        causes=lesson.causes,
        alone=np.where(np.isin(net.causes, sorted(injected)), alone, -np.inf),
        odds=float(np.logaddexp.reduce(weighing.told[harm]))
        - float(np.logaddexp.reduce(weighing.told[~harm])),
        states=frozenset((i.finding, i.state) for i in case.evidence if i.source == "measured"),
        numbers=numbers(case.evidence),
        right=np.isin(net.causes, sorted(lesson.right)),
    )


def signs_of(kb: KnowledgeBase, runs: Iterable[Weighed]) -> Signs:
    return Signs(reports_of(kb), knots(run.numbers for run in runs))


def reports_of(kb: KnowledgeBase) -> tuple[Key, ...]:
    names = sorted(name for name, finding in kb.findings.items() if _counts(finding))
    return tuple((name, state) for name in names for state in STATES)


def _counts(finding) -> bool:
    return finding.kind == "binary" and finding.group != "settings" and not finding.chosen
