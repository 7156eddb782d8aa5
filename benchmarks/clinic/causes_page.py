"""Writes docs/clinic.md: each cause, how it is injected, found, wrongly named, and cured.

python -m benchmarks.clinic.causes_page      # from what benchmarks/results holds
"""

import json
from pathlib import Path

from benchmarks.clinic.cures import CURES
from benchmarks.clinic.judge import Verdict, from_json
from benchmarks.clinic.roster import HALVES
from benchmarks.clinic.shares import Share, share
from benchmarks.clinic.tables import table
from knowledge_base import KnowledgeBase, load
from tests.clinic import patients

ROOT = Path(__file__).parents[2]
RESULTS, PAGE = ROOT / "benchmarks" / "results", ROOT / "docs" / "clinic.md"
MODE = "everything"
HEAD = """# What is found and what is cured, cause by cause

Written by `python -m benchmarks.clinic.causes_page` from the clinic's {half} half with everything
uploaded and no question answered. *Found* counts sick runs in which the injected cause, or one that
its file declared as just as right, was believed first. *False alarm* counts healthy runs that were
called sick with this cause leading. *Cured* counts seeds on which the knowledge base's first fix
brought the sick run back to within a fifth of its healthy twin's level ({cured}); "not tried" says
that the fix cannot be carried out on these runs by a program. Strengths that made no run sick are
left out.

"""


def main() -> None:
    half = next(h for h in reversed(HALVES) if (RESULTS / f"clinic_{h}.json").exists())
    kept = from_json((RESULTS / f"clinic_{half}.json").read_text("utf-8"))
    verdicts = [v for v in kept if v.mode == MODE and not v.answered]
    cures = json.loads((RESULTS / "clinic_cures.json").read_text("utf-8"))
    cures = {one["cause"]: one for one in cures}
    kb = load()
    rows = [_row(kb, cause, verdicts, cures.get(cause)) for cause in patients.causes()]
    head = ("cause", "injected as", "strengths", "found", "false alarm", "first fix", "cured")
    told = HEAD.format(half=half, cured="three seeds, the tuning half's runs")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(told + table(head, rows) + "\n", "utf-8")


def _row(
    kb: KnowledgeBase, cause: str, verdicts: list[Verdict], cure: dict | None
) -> tuple[object, ...]:
    mine = [v for v in verdicts if v.causes == (cause,)]
    well = [v for v in verdicts if not v.causes]
    alarms = sum(v.called_sick and v.leading == cause for v in well)
    return (
        f"{cause}",
        (patients.fault_of(cause).__doc__ or "").strip(),
        ", ".join(sorted({v.strength for v in mine}, key="mild medium strong".index)) or "none",
        share(v.accepted == 1 for v in mine) if mine else "-",
        f"{alarms} of {len(well)}",
        next(iter(kb.causes[cause].fixes)),
        _cured(cure),
    )


def _cured(cure: dict | None) -> Share | str:
    if cure is None:
        return "not measured"
    if not cure["of"]:
        return "not tried" if cure["fix"] not in CURES else "harmless"
    return f"{cure['recovered']} of {cure['of']}"


if __name__ == "__main__":
    main()
