"""Where the knowledge base's words and the clinic's measurements disagree: what to look at next.

    python -m benchmarks.words_against_clinic [--seeds 2]

Only bases of the tuning half are looked at; a word is changed for a reason in the mechanism, never
to move one run.
"""

import argparse
from collections import defaultdict

import torch

from benchmarks.clinic import MODES, admitted, measured
from knowledge_base import load
from tests.clinic.patients import Patient

LOCKED_BASES = ("cancer", "friedman", "shapes", "gru", "transformer", "cnn_batchnorm")
FAR = 0.4  # difference between the measured share and the word's worth


def in_tuning_half(patient: Patient) -> bool:
    return not any(patient.name.endswith(base) for base in LOCKED_BASES)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--mode", default="log + checkpoint + batches", choices=list(MODES))
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    kb = load()
    seen: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for patient in filter(in_tuning_half, admitted(None, chosen.seeds)):
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
