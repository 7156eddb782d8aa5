"""The verdicts as Markdown tables."""

from collections import Counter
from collections.abc import Callable, Iterable

from benchmarks.clinic.judge import HEALTHY, Verdict
from benchmarks.clinic.roster import STRENGTHS
from benchmarks.clinic.shares import calibration_error, reliability, share

Verdicts = list[Verdict]
LABELS = {False: "files alone", True: "files and answers"}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def groups(verdicts: Verdicts) -> dict[tuple[str, bool], Verdicts]:
    found: dict[tuple[str, bool], Verdicts] = {}
    for verdict in verdicts:
        found.setdefault((verdict.mode, verdict.answered), []).append(verdict)
    return found


def singles(verdicts: Verdicts) -> Verdicts:
    return [v for v in verdicts if len(v.causes) == 1]


def main_rows(verdicts: Verdicts) -> str:
    head = ("uploaded", "", "sick", "first", "in three", "accepted first", "accepted in three",
            "family", "sick called healthy", "healthy", "healthy called sick", "ECE", "questions",
            "asked for the right thing")  # fmt: skip
    return table(head, (_main_row(key, some) for key, some in groups(verdicts).items()))


def _main_row(key: tuple[str, bool], verdicts: Verdicts) -> list[object]:
    sick, well = singles(verdicts), [v for v in verdicts if not v.causes]
    bins = reliability((v.confidence, v.right) for v in (*sick, *well))
    asked = sorted(v.questions for v in (*sick, *well))
    return [
        key[0],
        LABELS[key[1]],
        len(sick),
        share(v.strict == 1 for v in sick),
        share(1 <= v.strict <= 3 for v in sick),
        share(v.accepted == 1 for v in sick),
        share(1 <= v.accepted <= 3 for v in sick),
        share(v.family for v in sick),
        share(not v.called_sick for v in sick),
        len(well),
        share(v.called_sick for v in well),
        f"{calibration_error(bins):.3f}",
        f"median {asked[len(asked) // 2]}" if key[1] else "-",
        share(v.asked_right for v in sick if v.accepted != 1),
    ]


def pairs(verdicts: Verdicts) -> str:
    head = ("uploaded", "", "pairs", "one of them first", "both in the first three")
    rows = []
    for (mode, answered), some in groups(verdicts).items():
        two = [v for v in some if len(v.causes) == 2]
        rows.append([
            mode, LABELS[answered], len(two),
            share(1 in v.places for v in two),
            share(all(1 <= place <= 3 for place in v.places) for v in two),
        ])  # fmt: skip
    return table(head, rows)


def split_by(verdicts: Verdicts, name: str, key: Callable[[Verdict], str], keys: list[str]) -> str:
    """Accepted first / in three in each mode."""
    parts = groups(singles(verdicts))
    head = (name, *(f"{mode}, {LABELS[answered]}" for mode, answered in parts))
    rows = []
    for one in keys:
        row: list[object] = [one]
        for some in parts.values():
            mine = [v for v in some if key(v) == one]
            first, three = (
                sum(v.accepted == 1 for v in mine),
                sum(0 < v.accepted <= 3 for v in mine),
            )
            row.append(f"{first} / {three} of {len(mine)}")
        rows.append(row)
    return table(head, rows)


def by_cause(verdicts: Verdicts) -> str:
    causes = sorted({v.causes[0] for v in singles(verdicts)})
    return split_by(verdicts, "cause", lambda v: v.causes[0], causes)


def by_strength(verdicts: Verdicts) -> str:
    return split_by(verdicts, "strength", lambda v: v.strength, list(STRENGTHS))


def confusion(verdicts: Verdicts, mode: str, answered: bool) -> str:
    """What was believed instead; accepted causes are no confusion."""
    found: dict[str, Counter[str]] = {}
    for v in verdicts:
        if (v.mode, v.answered) != (mode, answered) or len(v.causes) > 1 or v.right:
            continue
        said = v.leading if v.called_sick else HEALTHY
        found.setdefault(v.causes[0] if v.causes else HEALTHY, Counter())[said] += 1
    order = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    rows = [(c, ", ".join(f"{said} {n}" for said, n in told.most_common())) for c, told in order]
    return table(("is", "was called"), rows)
