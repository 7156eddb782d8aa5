"""Where the knowledge base's words and the clinic's measurements disagree: what to look at next.

    python -m benchmarks.words_against_clinic

Only the tuning half is looked at; a word is changed for a reason in the mechanism, never to move
one run.
"""

import argparse
from collections import defaultdict

import torch

from benchmarks.clinic.admission import admitted
from benchmarks.clinic.reports import MODES, measured
from knowledge_base import load

FAR = 0.4  # difference between the measured share and the word's worth


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", default="everything", choices=list(MODES))
    parser.add_argument("--only")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    kb = load()
    seen: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for patient in admitted("tuning", lambda p: not chosen.only or chosen.only in p.name)[0]:
        if len(patient.causes) > 1:
            continue
        for report in measured(patient, chosen.mode):
            finding = kb.findings.get(report.finding)
            if finding and finding.kind == "binary" and report.state != "unknown":
                seen[patient.cause or "healthy", report.finding].append(report.state == "present")
    for (cause, finding), states in sorted(seen.items()):
        share, word = sum(states) / len(states), kb.likelihood(finding, cause)
        if abs(share - word) > FAR:
            told = kb.causes[cause].findings.get(finding, "-")
            print(f"{cause:32} {finding:42} measured {share:.2f} of {len(states)}, says {told}")


if __name__ == "__main__":
    main()
