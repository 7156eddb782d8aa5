"""The command line's arguments as a case."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from app.api.shapes import Diagnose
from app.desk import Desk
from app.problems import Problem
from app.settings import Settings
from engine import Case
from knowledge_base import KnowledgeBase, Language

STATES = {"present", "absent", "unknown"}
YES = {"yes": "present", "no": "absent", "true": "present", "false": "absent", "是": "present",
       "否": "absent"}  # fmt: skip


def case_from(
    kb: KnowledgeBase, text: str | None, language: Language, evidence: Iterable[str]
) -> tuple[Case, list[dict[str, Any]]]:
    """Raises Problem for anything that cannot be."""
    try:
        body = Diagnose(language=language, text=text, evidence=[_item(term) for term in evidence])
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Problem("invalid", field=field, problem=first["msg"]) from None
    return Desk(kb, None, Settings()).case_of(body, language)


def _item(term: str) -> dict[str, Any]:
    finding, equals, said = term.partition("=")
    if not equals:
        raise Problem("evidence_term", term=term[:80])
    said = YES.get(said.strip().lower(), said.strip())
    if said in STATES:
        return {"id": finding.strip(), "state": said}
    try:
        return {"id": finding.strip(), "value": float(said)}
    except ValueError:
        return {"id": finding.strip(), "value": said}
