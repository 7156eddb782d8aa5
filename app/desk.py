"""The consultation desk: where text, answers and measurements meet the engine."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from flask import current_app

import engine
from app import evidence_json, present
from app.api.shapes import Answer, Diagnose, Item, Open
from app.consultation import ANSWERED, CHANGED, SAID, TRIED, Consultation, Entry, recorded
from app.near import near
from app.problems import NotFound, Problem
from app.settings import Settings
from app.store import Store
from app.thinking import thinking
from app.uploads import pasted
from app.uploads.intake import Intake
from engine import Case, Evidence, Understood
from knowledge_base import KnowledgeBase, Language


class Desk:
    """What a consultation can do, whoever asks: the page, the API or the command line."""

    def __init__(
        self, kb: KnowledgeBase, store: Store, settings: Settings, intake: Intake | None = None
    ):
        self.kb = kb
        self.store = store
        self.settings = settings
        self.intake = intake

    def start(self, body: Open, language: Language) -> Consultation:
        entries = []
        if body.evidence:
            evidence = self.evidence(body.evidence)
            entries.append(recorded(CHANGED, evidence))
        if body.text is not None:
            with thinking:
                entries.append(self._heard(body.text, language, Case(), ()))
        consultation = self.store.open(language, *entries)
        self._keep_pasted(consultation.id, body.text or "")
        return consultation

    def say(self, consultation_id: str, text: str) -> Consultation:
        def hear(consultation: Consultation) -> Entry:
            question = self._question(consultation)
            asked = [item["id"] for item in question["items"]] if question else []
            return self._heard(text, consultation.language, consultation.case, asked, question)

        consultation = self.store.add(consultation_id, hear)
        self._keep_pasted(consultation_id, text)
        return consultation

    def answer(
        self, consultation_id: str, answers: Mapping[str, Answer], changed: bool = False
    ) -> Consultation:
        evidence = [self._checked(finding, answer) for finding, answer in answers.items()]

        def record(consultation: Consultation) -> Entry:
            question = None if changed else self._question(consultation)
            return recorded(CHANGED if changed else ANSWERED, evidence, question)

        return self.store.add(consultation_id, record)

    def retract(self, consultation_id: str, finding: str) -> Consultation:
        def take_back(consultation: Consultation) -> Entry:
            if consultation.case.find(finding) is None:
                raise NotFound("not_said", id=finding[:64])
            return Entry(CHANGED, {"retracted": [finding]})

        return self.store.add(consultation_id, take_back)

    def tried(self, consultation_id: str, fix: str, outcome: str) -> Consultation:
        self._known_fix(fix)
        return self.store.add(consultation_id, lambda _: Entry(TRIED, {"tried": [fix, outcome]}))

    def delete(self, consultation_id: str) -> None:
        """With everything made from it; the files leave the disk before this returns."""
        self.store.delete(consultation_id, also=self.intake.retention.doom_consultation)
        self.intake.retention.bury()

    def understand(self, text: str, language: Language, asked: Iterable[str] = ()) -> Understood:
        """Text is checked here, whoever sends it."""
        text = text.replace("\0", "")
        limit = self.settings.text_characters
        if not text.strip():
            raise Problem("empty_text")
        if len(text) > limit:
            raise Problem("text_too_long", 413, limit=limit, length=len(text))
        return engine.understand(self.kb, text, language, tuple(asked))

    def case_of(self, body: Diagnose, language: Language) -> tuple[Case, list[dict[str, Any]]]:
        """The case of a stateless request; what is given as evidence outweighs the text."""
        case, warnings = Case(), []
        if body.text is not None:
            understood = self.understand(body.text, language)
            case = case.record(*understood.evidence)
            warnings = present.text_warnings(self.kb, understood, language)
        case = case.record(*self.evidence(body.evidence))
        for fix in body.tried:
            self._known_fix(fix.id)
            case = case.record_fix(fix.id, fix.outcome)
        return case, warnings

    def evidence(self, items: Iterable[Item]) -> list[Evidence]:
        items = list(items)
        seen = [item.id for item in items]
        for finding in seen:
            if seen.count(finding) > 1:
                raise Problem("evidence_twice", id=finding)
        return [self._checked(item.id, item, item.source) for item in items]

    def cause(self, name: str) -> str:
        if name not in self.kb.causes:
            raise Problem("no_such_cause", id=name, near=near(name, self.kb.causes))
        return name

    def _known_fix(self, fix: str) -> None:
        if fix not in self.kb.fixes:
            raise NotFound("no_such_fix", id=fix[:64], near=near(fix, self.kb.fixes))

    def _checked(self, finding: str, answer: Answer, source: Any = "asked") -> Evidence:
        state = answer.state or "present"
        item = Evidence(finding, state, answer.value, source, answer.confidence)
        try:
            engine.check(self.kb, item)
        except engine.NoSuchFinding:
            raise Problem(
                "no_such_finding", id=finding[:64], near=near(finding, self.kb.findings)
            ) from None
        except (engine.ImpossibleState, engine.ImpossibleValue):
            raise self._impossible(finding, answer) from None
        return item

    def _impossible(self, finding: str, answer: Answer) -> Problem:
        known = self.kb.findings[finding]
        given = str(answer.state if answer.value is None else answer.value)[:64]
        if known.scale and isinstance(answer.value, float | int):
            scale = known.scale
            low = "-∞" if scale.low is None else f"{scale.low:g}"
            high = "∞" if scale.high is None else f"{scale.high:g}"
            return Problem("impossible_value", id=finding, given=given, low=low, high=high)
        possible = ", ".join(known.options) or "present, absent, unknown"
        return Problem("impossible_state", id=finding, given=given, possible=possible)

    def _keep_pasted(self, consultation_id: str, text: str) -> None:
        """A pasted log or script is measured like a file; no room for it loses no word said."""
        name = pasted.kind_of(text) if self.intake else None
        if name:
            with suppress(Problem):
                self.intake.whole(consultation_id, name, pasted.as_file(text))

    def _question(self, consultation: Consultation) -> dict[str, Any] | None:
        return present.next_question(self.kb, consultation.case, consultation.language)

    def _heard(
        self,
        text: str,
        language: Language,
        case: Case,
        asked: Iterable[str],
        question: dict[str, Any] | None = None,
    ) -> Entry:
        understood = self.understand(text, language, asked)
        data: dict[str, Any] = {"text": text.replace("\0", "")}
        data["evidence"] = [evidence_json.dump(item) for item in understood.evidence]
        data["unsure"] = [present.suggestion_row(item) for item in understood.unsure]
        if understood.out_of_scope:
            data["reply"] = understood.out_of_scope
        if question and any(item.finding in asked for item in understood.evidence):
            data["question"] = question
        # "Tried it, no use" is about the fix on top, the one that was advised.
        told = understood.outcome and case.evidence  # before that nothing has been advised
        advised = engine.rank_fixes(self.kb, case)[:1] if told else []
        if advised:
            data["tried"] = [advised[0].fix, understood.outcome]
        return Entry(SAID, data)


def desk() -> Desk:
    """The desk of the running service."""
    return current_app.extensions["desk"]
