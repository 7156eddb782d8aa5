"""/consultations: tell the problem, answer, edit any answer, try fixes, take the report."""

from flask import Response, request, url_for
from flask_openapi import APIBlueprint, Tag

from app import present, report
from app.api.idempotency import once
from app.api.shapes import (
    Answer,
    Answers,
    Consultation,
    ConsultationPath,
    FindingPath,
    FixOutcome,
    FixPath,
    InLanguage,
    Message,
    Open,
    ReportQuery,
    Speak,
)
from app.desk import desk
from app.language import speak
from app.plots.stored import pictures
from app.problems import Problem
from app.thinking import thinking

blueprint = APIBlueprint(
    "consultations",
    __name__,
    url_prefix="/consultations",
    abp_tags=[Tag(name="consultations", description=__doc__)],
)
SHOWN = {"200": Consultation}
DOUBTS = 5


@blueprint.post("", responses={"201": Consultation})
def start(body: Open):
    """Open a consultation, with the person's own words or evidence if there are any."""
    language = speak(body.language)

    def open_one():
        consultation = desk().start(body, language)
        return _shown(consultation, language), 201

    answer, status = once(open_one)
    location = url_for("api.consultations.read", consultation=answer["id"])
    return answer, status, {"Location": location}


@blueprint.get("/<consultation>", responses=SHOWN)
def read(path: ConsultationPath, query: InLanguage):
    """Everything about it: transcript, causes, the question that waits for an answer."""
    consultation = desk().store.find(path.consultation)
    return _shown(consultation, query.language or consultation.language)


@blueprint.delete("/<consultation>", responses={"204": None})
def delete(path: ConsultationPath):
    """Delete it with everything that was made from it."""
    desk().delete(path.consultation)
    return "", 204


@blueprint.get("/<consultation>/doubts", responses={"200": None})
def doubts(path: ConsultationPath, query: InLanguage):
    """Answers that would change the verdict, the likeliest first."""
    consultation = desk().store.find(path.consultation)
    language = speak(query.language or consultation.language)
    return {"would_change": present.would_change(desk().kb, consultation.case, language, DOUBTS)}


@blueprint.put("/<consultation>/language", responses=SHOWN)
def change_language(path: ConsultationPath, body: Speak):
    """Go on in another language; the transcript follows."""
    speak(body.language)
    return _shown(desk().store.speak(path.consultation, body.language), body.language)


@blueprint.post("/<consultation>/messages", responses=SHOWN)
def message(path: ConsultationPath, body: Message):
    """Say something in free text; understood in the light of the question just asked."""
    return _answer(path, body.language, desk().say, body.text)


@blueprint.post("/<consultation>/answers", responses=SHOWN)
def answers(path: ConsultationPath, body: Answers):
    """Answer the question just asked, all its items at once."""
    return _answer(path, body.language, desk().answer, body.answers)


@blueprint.put("/<consultation>/evidence/<finding>", responses=SHOWN)
def put_evidence(path: FindingPath, body: Answer):
    """Say or change one finding; everything told later stays."""
    return _answer(path, None, desk().answer, {path.finding: body}, changed=True)


@blueprint.delete("/<consultation>/evidence/<finding>", responses=SHOWN)
def delete_evidence(path: FindingPath):
    """Take one finding back, as if it had never been said."""
    return _answer(path, None, desk().retract, path.finding)


@blueprint.post("/<consultation>/undo", responses=SHOWN)
def undo(path: ConsultationPath):
    """Take back the last thing that was said or done."""
    consultation = desk().store.undo(path.consultation)
    return _shown(consultation, speak(consultation.language))


@blueprint.post("/<consultation>/fixes/<fix>/outcome", responses=SHOWN)
def fix_outcome(path: FixPath, body: FixOutcome):
    """Tell what came of a fix: solved, partly, no_change or worse."""
    return _answer(path, None, desk().tried, path.fix, body.outcome)


@blueprint.get("/<consultation>/report", responses={"200": None})
def get_report(path: ConsultationPath, query: ReportQuery):
    """The whole consultation as Markdown, JSON, or one HTML file."""
    consultation = desk().store.find(path.consultation)
    language = query.language or consultation.language
    seen = pictures(desk().store.database, path.consultation)
    body, mimetype, ending = report.write(desk().kb, consultation, language, query.format, seen)
    return Response(
        body,
        mimetype=mimetype,
        headers={"Content-Disposition": f'attachment; filename="whyloss-report.{ending}"'},
    )


def _answer(path: ConsultationPath, language, verb, *told, **options):
    spoken = language or "language" in request.args
    try:
        consultation = verb(path.consultation, *told, **options)
    except Problem:  # told in the language of the conversation
        speak(language if spoken else desk().store.language_of(path.consultation))
        raise
    return _shown(consultation, speak(language if spoken else consultation.language))


def _shown(consultation, language) -> dict:
    with thinking:
        return present.consultation(desk().kb, consultation, language)
