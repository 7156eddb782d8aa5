"""How often the probes reported what on the runs of the clinic: the content of measured.yaml.

    python -m benchmarks.clinic.counts > knowledge_base/measured.yaml
    python -m benchmarks.clinic.counts --new > measured.yaml     what is known already, and new runs

Each run of one fault, and each healthy one, counts once: by the richest upload that decides the
finding. The locked half is never counted. Where a cause has a finding by a form of the fault that
the clinic lacks, its zeros are no evidence against it, and are left out.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping

from benchmarks.clinic import taught
from benchmarks.clinic.reports import USUAL_MODES
from knowledge_base import KnowledgeBase, load
from probes.runner import Report

HEALTHY = "healthy"
HEAD = (
    "# How often the probes reported what: cause, finding, [runs that have it, runs that were "
    "judged].\n# Written by benchmarks/clinic/counts.py from the clinic's runs.\n"
)
Counts = dict[str, dict[str, tuple[int, int]]]


def counted(
    kb: KnowledgeBase, runs: Iterable[tuple[tuple[str, ...], Mapping[str, list[Report]]]]
) -> Counts:
    """`runs`: the causes of each and its reports by mode; pairs of faults are left out."""
    return telling(kb, judged(kb, runs))


def judged(
    kb: KnowledgeBase, runs: Iterable[tuple[tuple[str, ...], Mapping[str, list[Report]]]]
) -> Counts:
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for causes, modes in runs:
        if len(causes) < 2:
            for finding, present in _decided(kb, modes).items():
                found[causes[0] if causes else HEALTHY][finding].append(present)
    return {
        cause: {name: (sum(seen), len(seen)) for name, seen in sorted(findings.items())}
        for cause, findings in sorted(found.items())
    }


def telling(kb: KnowledgeBase, counts: Counts) -> Counts:
    """Without the zeros of forms that no run has."""
    shown = {name for findings in counts.values() for name, (seen, _) in findings.items() if seen}
    return {
        cause: {
            name: seen
            for name, seen in findings.items()
            if name in shown or not _expected(kb, cause, name)
        }
        for cause, findings in counts.items()
    }


def _expected(kb: KnowledgeBase, cause: str, finding: str) -> bool:
    word = kb.causes[cause].findings.get(finding) if cause in kb.causes else None
    return cause != HEALTHY and word is not None and word not in ("never", "impossible")


def _decided(kb: KnowledgeBase, modes: Mapping[str, list[Report]]) -> dict[str, bool]:
    decided: dict[str, bool] = {}
    for mode in reversed(USUAL_MODES):
        for report in modes.get(mode, ()):
            finding = kb.findings.get(report.finding)
            if finding is not None and finding.kind == "binary" and report.state != "unknown":
                decided.setdefault(report.finding, report.state == "present")
    return decided


def written(counts: Counts) -> str:
    return taught.written(HEAD, counts)


def added(known: Mapping[str, Mapping[str, tuple[int, int]]], more: Counts) -> Counts:
    """Of both together; what only one of them has judged is as it says."""
    found: Counts = {cause: dict(findings) for cause, findings in known.items()}
    for cause, findings in more.items():
        for name, (present, judged) in findings.items():
            before, of = found.setdefault(cause, {}).get(name, (0, 0))
            found[cause][name] = (before + present, of + judged)
    return {cause: dict(sorted(findings.items())) for cause, findings in sorted(found.items())}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clinic.counts")
    parser.add_argument("--new", action="store_true", help="add new runs to what is known")
    new, kb = parser.parse_args().new, load()
    told = taught.new_lessons() if new else taught.lessons()
    counts = judged(kb, ((lesson.causes, lesson.reports) for lesson in told))
    sys.stdout.write(written(telling(kb, added(kb.measured, counts) if new else counts)))


if __name__ == "__main__":
    main()
