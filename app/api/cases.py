"""Stateless verbs: each request holds the whole case, and the same request has the same answer."""

from flask_openapi import APIBlueprint, Tag

from app import present
from app.api.shapes import Diagnose, Diagnosis, Explain, Parse, WhatIf
from app.desk import desk
from app.language import speak

blueprint = APIBlueprint("cases", __name__, abp_tags=[Tag(name="cases", description=__doc__)])


@blueprint.post("/parse", responses={"200": None})
def parse(body: Parse):
    """What a message says: findings that are sure, findings to ask back about, or out of scope."""
    language = speak(body.language)
    understood = desk().understand(body.text, language, body.asked)
    return present.understood(desk().kb, understood, language)


@blueprint.post("/diagnose", responses={"200": Diagnosis})
def diagnose(body: Diagnose):
    """Ranked causes, the next question, and fixes, for text, evidence, or both."""
    language = speak(body.language)
    case, warnings = desk().case_of(body, language)
    return present.diagnosis(desk().kb, case, language, warnings)


@blueprint.post("/suggest", responses={"200": None})
def suggest(body: Diagnose):
    """Findings worth mentioning next, most informative first."""
    language = speak(body.language)
    case, _ = desk().case_of(body, language)
    return {"suggestions": present.suggestions(desk().kb, case, language)}


@blueprint.post("/explain", responses={"200": None})
def explain(body: Explain):
    """Why a cause is believed: bits for and against, beside its strongest rival."""
    language = speak(body.language)
    case, _ = desk().case_of(body, language)
    cause, against = desk().cause(body.cause), body.against and desk().cause(body.against)
    return present.explanation(desk().kb, case, cause, against, language)


@blueprint.post("/rationale", responses={"200": None})
def rationale(body: Diagnose):
    """Why the next question is asked, and what each answer would change."""
    language = speak(body.language)
    case, _ = desk().case_of(body, language)
    question = present.next_question(desk().kb, case, language)
    return {"question": question, "why": question and question["why"]}


@blueprint.post("/whatif", responses={"200": None})
def whatif(body: WhatIf):
    """The diagnosis as it would be with some evidence changed or left out."""
    language = speak(body.language)
    case, _ = desk().case_of(body, language)
    changed = case.retract(*body.without).record(*desk().evidence(body.change))
    return {
        "now": present.diagnosis(desk().kb, case, language),
        "then": present.diagnosis(desk().kb, changed, language),
    }
