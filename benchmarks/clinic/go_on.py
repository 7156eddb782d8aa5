"""What runs that are new add to weights.yaml and grades.yaml.

    python -m benchmarks.clinic.go_on [--out knowledge_base]

The regression among causes of weights.py, on the new lessons alone (taught.py) and from where the
last fit left off: the offset is what the engine says with all that is shipped, and the prior's mean
is no change. The clinic is large and of one hand; this moves belief only as far as runs of other
hands ask for. Whether anything is wrong at all is left as it is: fitted on so few runs it called
three times as many healthy runs of the clinic sick. Without --out each author, or part of the data,
is left out in turn, and judged before and after.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

import engine
from benchmarks.clinic import taught
from benchmarks.clinic.grades import numbers
from benchmarks.clinic.judge import HEALTHY, SICK_FROM, case_of
from benchmarks.clinic.reports import USUAL_MODES
from benchmarks.clinic.signs import Signs, Weighed, reports_of
from benchmarks.clinic.taught import Lesson
from benchmarks.clinic.weights import LEAST, WEIGHTS_HEAD, among_causes, grades_written
from engine.network import network
from engine.sharing import STATES
from engine.weighing import weigh
from knowledge_base import KnowledgeBase, load
from knowledge_base.model import Grade, Grades, Weights

Columns = dict[str, list[float]]


def went_on(kb: KnowledgeBase, lessons: Sequence[Lesson]) -> KnowledgeBase:
    runs = [_weighed(kb, lesson, mode) for lesson in lessons for mode in USUAL_MODES]
    knots = {(f, name): g.at for f, named in kb.grades.items() for name, g in named.items()}
    signs = Signs(reports_of(kb), knots)
    among = among_causes(runs, signs.of(runs))
    added = dict(zip(network(kb).causes, among.T.tolist(), strict=True))
    return replace(
        kb, weights=_weights(kb, signs, added), grades=_grades(kb, signs, added),
        hash=f"{kb.hash} after {len(runs)}",
    )  # fmt: skip


def _weighed(kb: KnowledgeBase, lesson: Lesson, mode: str) -> Weighed:
    """As signs.weighed does, but with all that is shipped: it has not seen these runs."""
    case, net = case_of(kb, lesson.reports[mode], mode), network(kb)
    alone = weigh(kb, case).log[2 : 2 + len(net.causes)]  # behind healthy and OTHER
    return Weighed(
        data=lesson.data, mode=mode, causes=lesson.causes, alone=alone, odds=0.0,
        states=frozenset((i.finding, i.state) for i in case.evidence if i.source == "measured"),
        numbers=numbers(case.evidence), right=np.isin(net.causes, sorted(lesson.right)),
    )  # fmt: skip


def _weights(kb: KnowledgeBase, signs: Signs, added: Columns) -> Weights:
    found: Weights = {}
    nothing = [0.0] * (len(signs.reports) + sum(map(len, signs.knots.values())))
    for cause in (*added, HEALTHY):
        more = dict(zip(signs.reports, added.get(cause, nothing), strict=False))
        known = kb.weights.get(cause, {})
        for name in sorted({name for name, _ in signs.reports}):
            now = known.get(name, (0.0, 0.0))
            both = tuple(
                round(old + more[name, state], 2) + 0.0
                for old, state in zip(now, STATES, strict=True)
            )
            if max(map(abs, both)) >= LEAST:
                found.setdefault(cause, {})[name] = both
    return found


def _grades(kb: KnowledgeBase, signs: Signs, added: Columns) -> Grades:
    found: dict[str, dict[str, Grade]] = {}
    start = len(signs.reports)
    for (finding, name), at in signs.knots.items():
        known = kb.grades[finding][name].nats
        told = {}
        for cause in (*added, HEALTHY):
            now = known.get(cause, (0.0,) * len(at))
            more = added[cause][start : start + len(at)] if cause in added else (0.0,) * len(at)
            all_told = tuple(round(a + b, 2) + 0.0 for a, b in zip(now, more, strict=True))
            if max(map(abs, all_told)) >= LEAST:
                told[cause] = all_told
        found.setdefault(finding, {})[name] = Grade(at=at, nats=told)
        start += len(at)
    return found


def judged(kb: KnowledgeBase, lessons: Sequence[Lesson], mode: str) -> str:
    places, missed, alarms = [], 0, 0
    for lesson in lessons:
        beliefs = engine.posterior(kb, case_of(kb, lesson.reports[mode], mode))
        ranked = [b.cause for b in beliefs.ranked if not kb.causes[b.cause].benign]
        sick = beliefs.sick_probability >= SICK_FROM
        if lesson.causes:
            missed += not sick
            places.append(min(map(ranked.index, lesson.right)) if sick else len(ranked))
        else:
            alarms += sick
    of = len(places)
    first, three = (sum(place < most for place in places) / max(of, 1) for most in (1, 3))
    return (
        f"| {mode} | {of} | {first:.2f} | {three:.2f} | {missed / max(of, 1):.2f} "
        f"| {len(lessons) - of} | {alarms} |"
    )


HEAD = "| {} | sick | first | in three | called healthy | healthy | called sick |\n|---|" + (
    "---:|" * 6
)


def leave_out(kb: KnowledgeBase, lessons: Sequence[Lesson]) -> None:
    for author in sorted({lesson.data for lesson in lessons}):
        these = [lesson for lesson in lessons if lesson.data == author]
        rest = [lesson for lesson in lessons if lesson.data != author]
        for name, used in (("before", kb), ("after the others", went_on(kb, rest))):
            print(HEAD.format(f"{author}, {name}"))
            for mode in USUAL_MODES:
                print(judged(used, these, mode), flush=True)
            print()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clinic.go_on")
    parser.add_argument("--out", type=Path, help="write what all of them add")
    out = parser.parse_args().out
    torch.set_num_threads(1)
    kb, lessons = load(), list(taught.new_lessons())
    if out is None:
        return leave_out(kb, lessons)
    after = went_on(kb, lessons)
    out.joinpath("weights.yaml").write_text(taught.written(WEIGHTS_HEAD, after.weights), "utf-8")
    out.joinpath("grades.yaml").write_text(grades_written(after.grades), "utf-8")
    return None


if __name__ == "__main__":
    main()
