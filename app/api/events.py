"""/consultations/{id}/events: what happens, as a stream that resumes, or by asking again."""

from flask import Response, current_app, make_response, request
from flask_openapi import APIBlueprint, Tag
from pydantic import BaseModel, Field

from app.api.shapes import ConsultationPath
from app.desk import desk
from app.jobs import events
from app.jobs.streams import Streams

blueprint = APIBlueprint(
    "events", __name__, url_prefix="/consultations", abp_tags=[Tag(name="events")]
)
ASK_AGAIN_SECONDS = 2


class After(BaseModel):
    after: int = Field(default=0, ge=0, le=2**31)


def streams() -> Streams:
    return current_app.extensions["streams"]


@blueprint.get("/<consultation>/events", responses={"200": None})
def listen(path: ConsultationPath, query: After):
    """With Accept: text/event-stream a stream (Last-Event-ID resumes it), else JSON with an ETag.

    Events: upload (a file's state), job, progress (probes done), consultation (read it again).
    """
    desk().store.find(path.consultation)
    last = request.headers.get("Last-Event-ID", "")
    after = int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else query.after
    if "text/event-stream" in request.headers.get("Accept", ""):
        return _stream(path.consultation, after)
    return _page(path.consultation, after)


def _stream(consultation_id: str, after: int) -> Response:
    streams().enter()
    response = Response(
        streams().lines(consultation_id, after),
        mimetype="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
    response.call_on_close(streams().leave)
    return response


def _page(consultation_id: str, after: int) -> Response:
    found = events.since(desk().store.database, consultation_id, after)
    last = found[-1].number if found else after
    rows = [{"id": event.number, "event": event.kind, "data": event.data} for event in found]
    response = make_response({"events": rows, "last": last})
    response.set_etag(f"{after}-{last}")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Retry-After"] = str(ASK_AGAIN_SECONDS)
    return response.make_conditional(request)
