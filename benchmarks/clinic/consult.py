"""A consultation with a patient: the files, and if wanted an honest person who answers."""

from dataclasses import replace

import engine
from benchmarks.clinic import roster
from benchmarks.clinic.answerer import Person
from benchmarks.clinic.judge import Verdict, case_of, judge
from benchmarks.clinic.reports import measured
from engine import Case
from knowledge_base import KnowledgeBase
from tests.clinic.patients import Patient

MOST = 6  # questions
STRONG_WORDS = ("always", "usually")
FILES = frozenset(("history", "checkpoint", "model", "batch", "validation_batch", "script"))


def consult(
    kb: KnowledgeBase, half: str, patient: Patient, mode: str, answered: bool
) -> tuple[Verdict, Case]:
    case = case_of(kb, measured(patient, mode), mode)
    step = engine.next_step(kb, case)
    wanted = [question.finding for question in step.questions]
    if answered:
        person = Person(patient.recipe, roster.twin(half, patient).recipe)
        case, wanted = asked(kb, case, person)
    invited = step.invitation.upload if step.invitation else None
    right = asked_right(kb, patient, case, wanted, invited)
    told = {"answered": answered, "asked_right": right, "questions": len(wanted) * answered}
    return judge(kb, patient, mode, case, **told), case


def asked(kb: KnowledgeBase, case: Case, person: Person) -> tuple[Case, list[str]]:
    """Questions one by one until the engine stops; whoever has no more files gives none."""
    case, wanted = replace(case, declined=FILES - case.uploads), []
    while len(wanted) < MOST:
        step = engine.next_step(kb, case)
        if step.stop is not None or not step.questions:
            break
        for question in step.questions[: MOST - len(wanted)]:
            wanted.append(question.finding)
            case = case.record(person.answer(kb, question.finding))
    return case, wanted


def asked_right(
    kb: KnowledgeBase, patient: Patient, case: Case, wanted: list[str], invited: str | None
) -> bool:
    """A finding that the injected cause shows as a rule, or a file that would tell one."""
    names = {*wanted, *(f for name in wanted for f in kb.findings[name].listed.values())}
    for cause in patient.causes:
        for name, word in kb.causes[cause].findings.items():
            shown = word if isinstance(word, str) else max(word.values(), key=STRONG_WORDS.count)
            if shown not in STRONG_WORDS:
                continue
            if name in names or (invited in kb.findings[name].upload and not case.find(name)):
                return True
    return False
