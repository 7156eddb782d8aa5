"""Everything measured on one half, as one Markdown page."""

from benchmarks.clinic import roster, tables
from benchmarks.clinic.judge import Verdict
from benchmarks.clinic.shares import Bin, reliability
from benchmarks.clinic.worst import worst
from engine import Case
from knowledge_base import KnowledgeBase
from tests.clinic.patients import Patient

ABOUT = """# The clinic, {half} half

{sick} sick runs of {causes} faults at three strengths, {pairs} pairs of faults and {healthy}
healthy runs, each trained for this table (benchmarks/clinic). "first" and "in three" count the
injected cause alone; "accepted" also those that the fault's file declared beforehand as just as
right. Intervals are Wilson's at 95 %. "ECE" is the calibration error of the verdict as a whole;
"asked for the right thing" counts, of the runs whose cause was not first, those where the system
asked a question or for a file that the injected cause would have answered. Known were {known} of
the half's {all} runs when this was written."""


def page(
    kb: KnowledgeBase, half: str, judged: list[tuple[Verdict, Case]], left_out: list[Patient]
) -> str:
    verdicts = [verdict for verdict, _ in judged]
    parts = [_about(half, verdicts, left_out), tables.main_rows(verdicts)]
    parts += ["## Pairs of faults", tables.pairs(verdicts)]
    parts += ["## By strength: accepted first / in three", tables.by_strength(verdicts)]
    parts += ["## By cause: accepted first / in three", tables.by_cause(verdicts)]
    for mode, answered in tables.groups(verdicts):
        parts += [f"## Called otherwise: {mode}, {tables.LABELS[answered]}"]
        parts += [tables.confusion(verdicts, mode, answered)]
    parts += ["## The ten worst", worst(kb, judged), "## Left out", _left_out(left_out)]
    return "\n\n".join(parts) + "\n"


def _left_out(patients: list[Patient]) -> str:
    """Faults at strengths that did no harm, and runs meant to be healthy that were not."""
    sick = [f"{p.name} {p.strength}" for p in patients if p.causes]
    well = [f"{p.name} seed {p.recipe.seed}" for p in patients if not p.causes]
    return (
        f"Harmless, judged by the twin before any diagnosis ({len(sick)}): {', '.join(sick)}.\n\n"
        f"Meant to be healthy and not ({len(well)}): {', '.join(well)}."
    )


def curves(verdicts: list[Verdict]) -> dict[str, list[Bin]]:
    return {
        f"{mode}, {tables.LABELS[answered]}": reliability(
            (v.confidence, v.right) for v in some if len(v.causes) < 2
        )
        for (mode, answered), some in tables.groups(verdicts).items()
    }


def _about(half: str, verdicts: list[Verdict], left_out: list[Patient]) -> str:
    one = next(iter(tables.groups(verdicts).values()), [])
    sick = tables.singles(one)
    return ABOUT.format(
        half=half,
        known=len(one) + len(left_out),
        all=len(roster.everybody(half)),
        sick=len(sick),
        causes=len({v.causes[0] for v in sick}),
        pairs=sum(len(v.causes) == 2 for v in one),
        healthy=sum(not v.causes for v in one),
    )
