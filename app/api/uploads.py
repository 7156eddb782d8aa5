"""/consultations/{id}/uploads: files by multipart (small) or tus 1.0 (any size, resumable)."""

from flask import Response, current_app, json, request, url_for
from flask_openapi import APIBlueprint, FileStorage, Tag
from pydantic import Field

from app.api.idempotency import once
from app.api.shapes import ConsultationPath, Given, Id, InLanguage, Taken
from app.desk import desk
from app.language import speak
from app.problems import Problem
from app.uploads import tus
from app.uploads.intake import Intake

blueprint = APIBlueprint(
    "uploads",
    __name__,
    url_prefix="/consultations/<consultation>/uploads",
    abp_tags=[Tag(name="uploads", description=__doc__)],
)
MULTIPART = "multipart/form-data"


class UploadPath(ConsultationPath):
    upload: str


class Files(Taken):
    """What POST takes when it is no tus request."""

    file: list[FileStorage] = Field(description="One or more files")
    role: str | None = None
    device: str | None = Field(default=None, description="cpu or gpu, for a model that is run")


class Role(Taken):
    role: Id


class Uploads(Given):
    uploads: list[dict]


FORM = {"content": {MULTIPART: {"schema": Files.model_json_schema()}}}


def intake() -> Intake:
    return desk().intake


@blueprint.get("", responses={"200": Uploads}, provide_automatic_options=False)
def index(path: ConsultationPath, query: InLanguage):
    """Every file with its state, and what each probe says so far."""
    version, text = _listed(path.consultation, query.language)
    response = Response(text, mimetype="application/json")
    response.set_etag(version)
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


@blueprint.route("", methods=["OPTIONS"], provide_automatic_options=False)
def limits(consultation: str):  # noqa: ARG001
    """What may be sent, before it is sent."""
    return Response(status=204, headers={**tus.limits(desk().settings), "Allow": "GET, POST"})


@blueprint.post("", responses={"201": Uploads}, request_body=FORM, provide_automatic_options=False)
def create(path: ConsultationPath):
    """One or more small files as multipart, or the creation of a tus upload."""
    if tus.is_spoken():
        return _create_tus(path.consultation)
    if request.mimetype != MULTIPART:
        raise Problem("no_file_sent", 415)
    answer, status = once(lambda: (_take_files(path.consultation), 201))
    return answer, status


@blueprint.get("/<upload>", responses={"200": None})
def read(path: UploadPath, query: InLanguage):
    """One file with its probes; HEAD tells a tus client where to go on."""
    upload = intake().find(path.consultation, path.upload)
    if request.method == "HEAD":
        response = tus.progress(upload, desk().settings, 200)
        if not upload.kept:
            response.status_code = 410
        return response
    listed = _shown(path.consultation, query.language)["uploads"]
    return next(item for item in listed if item["id"] == upload.id)


@blueprint.patch("/<upload>", responses={"204": None}, request_body={
    "content": {tus.PIECE: {"schema": {"type": "string", "format": "binary"}}}
})  # fmt: skip
def append(path: UploadPath):
    """The next bytes of a tus upload."""
    if request.mimetype != tus.PIECE:
        raise Problem("header_wrong", 415, header="Content-Type")
    tus.check_version()
    limit = desk().settings.chunk_bytes
    if (request.content_length or 0) > limit:
        raise Problem("piece_too_large", 413, limit=limit)
    offset, promise = tus.number("Upload-Offset"), tus.promise()
    pieces = iter(lambda: request.stream.read(1 << 20), b"")
    upload = intake().append(path.consultation, path.upload, offset, pieces, promise)
    return tus.progress(upload, desk().settings, 204)


@blueprint.delete("/<upload>", responses={"204": None})
def delete(path: UploadPath):
    """Delete it with everything measured from it; afterwards it answers 410."""
    intake().delete(path.consultation, path.upload)
    return Response(status=204, headers={"Tus-Resumable": tus.VERSION})


@blueprint.put("/<upload>/role", responses={"200": Uploads})
def correct(path: UploadPath, body: Role):
    """Say which set a batch is from; it is measured anew."""
    intake().correct(path.consultation, path.upload, body.role)
    return _shown(path.consultation, None)


@blueprint.post("/<upload>/cancel", responses={"200": Uploads})
def cancel(path: UploadPath):
    """Stop measuring within two seconds; what was measured so far is not recorded."""
    intake().cancel(path.consultation, path.upload)
    return _shown(path.consultation, None)


def _create_tus(consultation: str) -> Response:
    tus.check_version()
    said = tus.metadata()
    size, role, expected = tus.number("Upload-Length"), tus.wish(said), tus.expected(said)
    device = tus.device(said)

    def make():
        name = said.get("filename") or said.get("name") or "file"
        upload = intake().create(consultation, name, size, role, expected, device)
        return {"id": upload.id}, 201

    answer, status = once(make)
    upload = intake().find(consultation, answer["id"])
    response = tus.progress(upload, desk().settings, status)
    response.headers["Location"] = url_for(
        "api.uploads.read", consultation=consultation, upload=upload.id
    )
    return response


def _take_files(consultation: str) -> dict:
    files = request.files.getlist("file")
    if not files:
        raise Problem("no_file_sent", 422)
    said = request.form.to_dict()
    role, device = tus.wish(said), tus.device(said)
    for file in files:
        intake().whole(consultation, file.filename or "file", file.stream, role, device)
    return _shown(consultation, None)


def _listed(consultation_id: str, language) -> tuple[str, str]:
    return current_app.extensions["listing"].text(
        consultation_id, lambda own: speak(language or own)
    )


def _shown(consultation_id: str, language) -> dict:
    return json.loads(_listed(consultation_id, language)[1])
