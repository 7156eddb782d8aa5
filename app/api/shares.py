"""Share links: a separate id that reads one consultation and nothing else, until it is revoked."""

import secrets

from flask import Response, url_for
from flask_openapi import APIBlueprint, Tag
from pydantic import BaseModel
from sqlalchemy import select

from app import present, report
from app.api.shapes import ConsultationPath, InLanguage, ReportQuery
from app.desk import desk
from app.plots.figures import figures
from app.plots.stored import pictures
from app.problems import NotFound
from app.safety.rows import ShareRow
from app.store import ID_BYTES

blueprint = APIBlueprint("shares", __name__, abp_tags=[Tag(name="shares", description=__doc__)])


class SharePath(BaseModel):
    share: str


class OwnSharePath(ConsultationPath):
    share: str


@blueprint.post("/consultations/<consultation>/shares", responses={"201": None})
def make(path: ConsultationPath):
    """A new link; it does not tell the consultation's own id."""
    desk().store.find(path.consultation)
    share = ShareRow(id=secrets.token_urlsafe(ID_BYTES), consultation_id=path.consultation)
    with desk().store.database.write() as session:
        session.add(share)
    address = url_for("api.shares.read", share=share.id)
    return {"id": share.id, "page": f"/#s={share.id}"}, 201, {"Location": address}


@blueprint.get("/consultations/<consultation>/shares", responses={"200": None})
def index(path: ConsultationPath):
    """The links that are open."""
    desk().store.find(path.consultation)
    with desk().store.database.read() as session:
        rows = session.scalars(
            select(ShareRow).where(ShareRow.consultation_id == path.consultation)
        )
        return {"shares": [{"id": r.id, "created": r.created.isoformat()} for r in rows]}


@blueprint.delete("/consultations/<consultation>/shares/<share>", responses={"204": None})
def revoke(path: OwnSharePath):
    """From now on the link answers 404."""
    with desk().store.database.write() as session:
        row = session.get(ShareRow, path.share)
        if row is None or row.consultation_id != path.consultation:
            raise NotFound
        session.delete(row)
    return "", 204


@blueprint.get("/shares/<share>", responses={"200": None})
def read(path: SharePath, query: InLanguage):
    """What the consultation holds, to read."""
    consultation = _shared(path.share)
    language = query.language or consultation.language
    seen = pictures(desk().store.database, consultation.id)
    shown = present.consultation(desk().kb, consultation, language)
    plots = figures(desk().kb, consultation.case, seen, language)
    return {**shown, "id": path.share, "plots": plots}


@blueprint.get("/shares/<share>/report", responses={"200": None})
def get_report(path: SharePath, query: ReportQuery):
    """Its report as Markdown, JSON, or one HTML file."""
    consultation = _shared(path.share)
    language = query.language or consultation.language
    seen = pictures(desk().store.database, consultation.id)
    body, mimetype, ending = report.write(desk().kb, consultation, language, query.format, seen)
    if query.format == "json":
        body = body.replace(consultation.id, path.share)
    name = f'attachment; filename="whyloss-report.{ending}"'
    return Response(body, mimetype=mimetype, headers={"Content-Disposition": name})


def _shared(share: str):
    with desk().store.database.read() as session:
        row = session.get(ShareRow, share)
    if row is None:
        raise NotFound
    return desk().store.find(row.consultation_id)
