"""One patient before the engine: what it believes and whether that is right."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields

import engine
from app.jobs.measured import evidence
from benchmarks.clinic.reports import MODES
from engine import Case, Evidence
from knowledge_base import KnowledgeBase
from probes.runner import Report
from tests.clinic import patients
from tests.clinic.patients import Patient

SICK_FROM = 0.5  # P(sick) from which a run is called sick
HEALTHY = "healthy"


@dataclass(frozen=True)
class Verdict:
    patient: str
    causes: tuple[str, ...]  # none: a healthy run
    base: str
    strength: str
    mode: str
    answered: bool  # with the simulated answerer
    places: tuple[int, ...]  # of each injected cause among the harmful ones; 0: not ranked
    accepted: int  # place of the best accepted cause
    family: bool  # the leading cause is of the injected cause's family
    sick: float
    leading: str  # the harmful cause believed most
    probability: float
    questions: int = 0
    asked_right: bool = False  # a question or an invitation that the injected cause would answer

    @property
    def strict(self) -> int:
        return self.places[0] if self.places else 0

    @property
    def called_sick(self) -> bool:
        return self.sick >= SICK_FROM

    @property
    def confidence(self) -> float:
        """In the verdict as a whole: this cause, or nothing wrong."""
        return self.probability if self.called_sick else 1 - self.sick

    @property
    def right(self) -> bool:
        return self.accepted == 1 if self.called_sick else not self.causes


def as_json(verdicts: list[Verdict]) -> str:
    """A list of columns and one row a line."""
    columns = [field.name for field in fields(Verdict)]
    rows = [json.dumps([getattr(verdict, name) for name in columns]) for verdict in verdicts]
    body = ",\n".join(rows)
    return f'{{"columns": {json.dumps(columns)},\n"rows": [\n{body}\n]}}\n'


def from_json(text: str) -> list[Verdict]:
    kept = json.loads(text)
    found = []
    for row in kept["rows"]:
        values = dict(zip(kept["columns"], row, strict=True))
        lists = {name: tuple(values[name]) for name in ("causes", "places")}
        found.append(Verdict(**values | lists))
    return found


def case_of(kb: KnowledgeBase, reports: Iterable[Report], mode: str) -> Case:
    """What a probe could not tell may still be asked."""
    items = []
    for report in reports:
        if report.state != "unknown":
            items.append(evidence(kb, report))
        elif report.finding in kb.findings:
            items.append(Evidence(report.finding, "unknown", source="measured"))
    return Case(complaint=False, uploads=frozenset(MODES[mode])).record(*filter(None, items))


def judge(kb: KnowledgeBase, patient: Patient, mode: str, case: Case, **more: object) -> Verdict:
    beliefs = engine.posterior(kb, case)
    harmful = [belief for belief in beliefs.ranked if not kb.causes[belief.cause].benign]
    ranked = [belief.cause for belief in harmful]
    accepted = patients.accepted(patient)
    families = {kb.families[cause] for cause in patient.causes}
    return Verdict(
        patient=f"{patient.name}/{patient.strength or patient.recipe.seed}",
        causes=patient.causes,
        base=patient.base,
        strength=patient.strength,
        mode=mode,
        places=tuple(ranked.index(c) + 1 if c in ranked else 0 for c in patient.causes),
        accepted=min((ranked.index(c) + 1 for c in accepted if c in ranked), default=0),
        family=kb.families[harmful[0].cause] in families,
        sick=round(beliefs.sick_probability, 4),
        leading=harmful[0].cause,
        probability=round(harmful[0].probability, 4),
        **more,
    )
