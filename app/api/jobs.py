"""/consultations/{id}/jobs and /experiments: what is being measured, and what may be tried."""

import pkgutil
from typing import Literal

from flask import make_response, request, url_for
from flask_openapi import APIBlueprint, Tag
from pydantic import Field
from sqlalchemy import select

from app.api.idempotency import once
from app.api.shapes import ConsultationPath, Id, InLanguage, Taken
from app.desk import desk
from app.jobs import queue, routing
from app.jobs.rows import JobRow
from app.language import speak
from app.near import near
from app.problems import NotFound
from app.tables import lock
from app.uploads import shown
from probes import experiments

blueprint = APIBlueprint(
    "jobs",
    __name__,
    url_prefix="/consultations",
    abp_tags=[Tag(name="jobs", description=__doc__)],
)


class JobPath(ConsultationPath):
    job: str


class Experiment(Taken):
    experiment: Id
    device: Literal["cpu", "gpu"] | None = Field(
        default=None, description="Where to run it; by default on a GPU where there is one"
    )


@blueprint.get("/<consultation>/jobs", responses={"200": None})
def index(path: ConsultationPath, query: InLanguage):
    """Every job, newest first, without its probes."""
    language = _language(path, query)
    with desk().store.database.read() as session:
        rows = session.scalars(
            select(JobRow)
            .where(JobRow.consultation_id == path.consultation)
            .order_by(JobRow.created.desc())
        ).all()
    return {"jobs": [_shown(row, language) for row in rows]}


@blueprint.get("/<consultation>/jobs/<job>", responses={"200": None})
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
    response = make_response({**_shown(row, language), "probes": probes})
    response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


@blueprint.post("/<consultation>/jobs/<job>/cancel", responses={"200": None})
def cancel(path: JobPath):
    """Stop it within two seconds; nothing of it is recorded."""
    with desk().store.database.write() as session:
        lock(session, path.consultation)
        row = _get(session, path, alone=True)
        queue.cancel(session, row)
    return _shown(row, speak(desk().store.find(path.consultation).language))


@blueprint.get("/<consultation>/experiments", responses={"200": None})
def available(path: ConsultationPath):
    """What can be tried on the uploaded model; an experiment takes optimizer steps on a copy."""
    desk().store.find(path.consultation)
    return {"experiments": _names()}


@blueprint.post("/<consultation>/experiments", responses={"202": None})
def start(path: ConsultationPath, body: Experiment):
    """Queue an experiment on the files of this consultation."""
    language = speak(desk().store.find(path.consultation).language)
    if body.experiment not in _names():
        near_by = near(body.experiment, _names())
        raise NotFound("no_such_experiment", id=body.experiment, near=near_by)

    def add():
        with desk().store.database.write() as session:
            job = routing.add(session, path.consultation, body.device, body.experiment)
            answer = _shown(job, language)
        desk().intake.doorbell.ring(job.id, job.queue)
        return answer, 202

    answer, status = once(add)
    location = url_for("api.jobs.read", consultation=path.consultation, job=answer["id"])
    return answer, status, {"Location": location}


def _names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(experiments.__path__))


def _get(session, path: JobPath, alone: bool = False) -> JobRow:
    row = session.get(JobRow, path.job, with_for_update=alone)
    if row is None or row.consultation_id != path.consultation:
        raise NotFound
    return row


def _language(path: ConsultationPath, query: InLanguage):
    return speak(query.language or desk().store.find(path.consultation).language)


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
        "notice": shown.notice(desk().kb, row, language),
    }
