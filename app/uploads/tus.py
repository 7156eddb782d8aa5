"""The headers of tus 1.0: core, creation, termination, checksum and expiration."""

import base64
import binascii
import re
from datetime import timedelta
from email.utils import format_datetime

from flask import Response, request

from app.jobs.routing import QUEUES
from app.problems import Problem
from app.settings import Settings
from app.uploads.digests import ALGORITHMS, Promise
from app.uploads.roles import ROLES
from app.uploads.rows import UploadRow

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,checksum,expiration"
PIECE = "application/offset+octet-stream"
LONGEST_METADATA = 4096
_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_spoken() -> bool:
    return "Tus-Resumable" in request.headers


def check_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Problem("tus_version", 412, version=VERSION)


def number(header: str) -> int:
    """A header that must be a whole number of bytes."""
    said = request.headers.get(header, "")
    if not (said.isascii() and said.isdecimal()) or len(said) > 15:
        raise Problem("header_wrong", 400, header=header)
    return int(said)


def metadata() -> dict[str, str]:
    """filename, and if the person says so role, device and sha256."""
    header = request.headers.get("Upload-Metadata", "")
    if len(header) > LONGEST_METADATA:
        raise Problem("header_wrong", 400, header="Upload-Metadata")
    said = {}
    for pair in filter(None, map(str.strip, header.split(","))):
        key, _, value = pair.partition(" ")
        said[key] = _decoded(value, "Upload-Metadata").decode("utf-8", "replace")
    return said


def wish(said: dict[str, str]) -> str | None:
    role = said.get("role") or None
    if role not in (None, *ROLES):
        raise Problem("no_such_role", 422, given=role[:40], known=", ".join(ROLES))
    return role


def device(said: dict[str, str]) -> str | None:
    wished = said.get("device") or None
    if wished not in (None, *QUEUES):
        raise Problem("no_such_device", 422, given=wished[:40], known=", ".join(QUEUES))
    return wished


def expected(said: dict[str, str]) -> str | None:
    digest = said.get("sha256", "").lower()
    if digest and not _SHA256.fullmatch(digest):
        raise Problem("header_wrong", 400, header="Upload-Metadata (sha256)")
    return digest or None


def promise() -> Promise | None:
    header = request.headers.get("Upload-Checksum")
    if not header:
        return None
    algorithm, _, digest = header.partition(" ")
    return Promise(algorithm.lower(), _decoded(digest, "Upload-Checksum"))


def limits(settings: Settings) -> dict[str, str]:
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(settings.file_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        "Upload-Limit": f"max-size={settings.file_bytes}, max-append-size={settings.chunk_bytes}",
    }


def progress(upload: UploadRow, settings: Settings, status: int) -> Response:
    response = Response(status=status)
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Upload-Offset"] = str(upload.received)
    response.headers["Upload-Length"] = str(upload.bytes)
    response.headers["Cache-Control"] = "no-store"
    if upload.sha256:
        response.headers["Upload-Sha256"] = upload.sha256
    ends = upload.created + timedelta(hours=settings.retention_hours)
    response.headers["Upload-Expires"] = format_datetime(ends, usegmt=True)
    return response


def _decoded(value: str, header: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Problem("header_wrong", 400, header=header) from None
