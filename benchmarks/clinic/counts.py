"""How often the probes reported what on the runs of the clinic: the content of measured.yaml.

    python -m benchmarks.clinic.counts > knowledge_base/measured.yaml

Each run of one fault, and each healthy one, counts once: by the richest upload that decides the
finding. The locked half is never counted. Where a cause has a finding by a form of the fault that
the clinic lacks, its zeros are no evidence against it, and are left out.
"""

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
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for causes, modes in runs:
        if len(causes) < 2:
            for finding, present in _decided(kb, modes).items():
                found[causes[0] if causes else HEALTHY][finding].append(present)
    shown = {name for findings in found.values() for name, seen in findings.items() if any(seen)}
    return {
        cause: {
            name: (sum(seen), len(seen))
            for name, seen in sorted(findings.items())
            if name in shown or not _expected(kb, cause, name)
        }
        for cause, findings in sorted(found.items())
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


def main() -> None:
    runs = ((lesson.causes, lesson.reports) for lesson in taught.lessons())
    sys.stdout.write(written(counted(load(), runs)))


if __name__ == "__main__":
    main()
