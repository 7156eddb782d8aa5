"""/consultations/{id}/jobs: what is being measured or tried, and what came of it."""

from flask import make_response, request
from flask_openapi import APIBlueprint, Tag
from sqlalchemy import select

from app.api.shapes import ConsultationPath, InLanguage, Job, Jobs
from app.desk import desk
from app.jobs import queue
from app.jobs.rows import JobRow
from app.language import speak
from app.present.experiments import job as job_shown
from app.problems import NotFound
from app.tables import lock
from app.uploads import shown

blueprint = APIBlueprint(
    "jobs",
    __name__,
    url_prefix="/consultations",
    abp_tags=[Tag(name="jobs", description=__doc__)],
)


class JobPath(ConsultationPath):
    job: str


@blueprint.get("/<consultation>/jobs", responses={"200": Jobs})
def index(path: ConsultationPath, query: InLanguage):
    """Every job, newest first, without its probes and curves."""
    language = _language(path, query)
    with desk().store.database.read() as session:
        rows = session.scalars(
            select(JobRow)
            .where(JobRow.consultation_id == path.consultation)
            .order_by(JobRow.created.desc())
        ).all()
    return {"jobs": [{**job_shown(desk().kb, row, language), "result": None} for row in rows]}


@blueprint.get("/<consultation>/jobs/<job>", responses={"200": Job})
def read(path: JobPath, query: InLanguage):
    """One job with every probe and all its numbers."""
    language = _language(path, query)
    with desk().store.database.read() as session:
        row = _get(session, path)
    kb = desk().kb
    known = [report for report in row.reports if report["finding"] in kb.findings]
    probes = [
        {**shown.probe(kb, report, language), "numbers": report.get("numbers")} for report in known
    ]
    response = make_response({**job_shown(desk().kb, row, language), "probes": probes})
    response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


@blueprint.post("/<consultation>/jobs/<job>/cancel", responses={"200": Job})
def cancel(path: JobPath):
    """Stop it within two seconds; nothing of it is recorded."""
    with desk().store.database.write() as session:
        lock(session, path.consultation)
        row = _get(session, path, alone=True)
        queue.cancel(session, row)
    return job_shown(desk().kb, row, speak(desk().store.language_of(path.consultation)))


def _get(session, path: JobPath, alone: bool = False) -> JobRow:
    row = session.get(JobRow, path.job, with_for_update=alone)
    if row is None or row.consultation_id != path.consultation:
        raise NotFound
    return row


def _language(path: ConsultationPath, query: InLanguage):
    return speak(query.language or desk().store.language_of(path.consultation))


def _shown(row: JobRow, language) -> dict:
    error = row.error and shown.because(desk().kb, row.error, {}, language)
    return {
        "id": row.id,
        "kind": row.kind,
        "experiment": row.data.get("experiment"),
        "state": row.state,
        "attempt": row.attempt,
        "progress": row.progress,
        "error": error,
        "notice": shown.notice(desk().kb, row.notice, language),
    }
