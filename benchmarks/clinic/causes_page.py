"""Writes docs/clinic.md: each cause, how it is injected, found, wrongly named, and cured.

python -m benchmarks.clinic.causes_page      # from what benchmarks/results holds
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.clinic.cure_check import Attempt, Cured, read
from benchmarks.clinic.judge import Verdict, from_json
from benchmarks.clinic.shares import share
from benchmarks.clinic.tables import table
from benchmarks.clinic.uncured import CANNOT, UNCURED
from tests.clinic import patients

ROOT = Path(__file__).parents[2]
RESULTS, PAGE = ROOT / "benchmarks" / "results", ROOT / "docs" / "clinic.md"
HALF = "tuning"  # the cures were tried on its runs
MODE = "everything"
HEAD = """# What is found and what is cured, cause by cause

Written by `python -m benchmarks.clinic.causes_page` from the clinic's {half} half with everything
uploaded and no question answered. *Found* counts sick runs in which the injected cause, or one that
its file declared as just as right, was believed first. *False alarm* counts healthy runs that were
called sick with this cause leading. Strengths that made no run sick are left out.

*Cured* counts seeds, of the three on which the fault did harm, on which the knowledge base's first
fix brought the sick run back to within a fifth of its healthy twin's level; the last column those
on which one of the first three fixes did, tried one after the other. Of {faults} faults that were
checked, {first} are cured on every seed by the first fix and {three} by one of three
(`make bench-cures`).

"""


def main() -> None:
    kept = from_json((RESULTS / f"clinic_{HALF}.json").read_text("utf-8"))
    verdicts = [v for v in kept if v.mode == MODE and not v.answered]
    PAGE.write_text(page(verdicts, read(RESULTS / "clinic_cures.json")), "utf-8")


def page(verdicts: list[Verdict], cures: list[Cured]) -> str:
    known = {one.cause: one for one in cures}
    told = HEAD.format(
        half=HALF,
        faults=len(cures),
        first=sum(one.by_first == one.of for one in cures),
        three=sum(one.by_any == one.of for one in cures),
    )
    head = ("cause", "injected as", "strengths", "found", "false alarm", "first fix", "cured",
            "by one of three")  # fmt: skip
    rows = ((*_found(cause, verdicts), *_cured(known.get(cause))) for cause in patients.causes())
    return "\n".join([told + table(head, rows), *_rest(cures)])


def _found(cause: str, verdicts: list[Verdict]) -> tuple[object, ...]:
    mine = [v for v in verdicts if v.causes == (cause,)]
    well = [v for v in verdicts if not v.causes]
    alarms = sum(v.called_sick and v.leading == cause for v in well)
    return (
        cause,
        (patients.fault_of(cause).__doc__ or "").strip(),
        ", ".join(sorted({v.strength for v in mine}, key="mild medium strong".index)) or "none",
        share(v.accepted == 1 for v in mine) if mine else "-",
        f"{alarms} of {len(well)}",
    )


def _cured(cure: Cured | None) -> tuple[str, str, str]:
    if cure is None:
        return "-", "not measured", "not measured"
    first = cure.attempts[0]
    by_first = f"{first.recovered} of {cure.of}" if first.tried else "cannot be done to these runs"
    return first.fix, by_first, f"{cure.by_any} of {cure.of}"


def _rest(cures: list[Cured]) -> Iterator[str]:
    """What the first fix left sick, and why; what nobody could try."""
    yield "\n## Where the first fix is not enough\n"
    head = ("cause", "tried in turn", "why")
    left = [one for one in cures if one.by_first < one.of]
    yield table(
        head,
        ((c.cause, _in_turn(c.attempts), UNCURED.get(c.cause, "not looked into")) for c in left),
    )
    yield "\n## What cannot be done to these runs\n"
    named = sorted({a.fix for c in cures for a in c.attempts if not a.tried})
    yield table(("fix", "why"), ((fix, CANNOT[fix]) for fix in named)) + "\n"


def _in_turn(attempts: tuple[Attempt, ...]) -> str:
    return ", ".join(
        f"{a.fix} {a.recovered} of {a.tried}" if a.tried else f"{a.fix} -" for a in attempts
    )


if __name__ == "__main__":
    main()
