"""How much of a body is read at all: little, except where files come in; and as what."""

from flask import Flask, request

from app.problems import Problem
from app.settings import Settings

MOST_PARTS = 20
# Werkzeug holds this limit against its reading buffer of 64 KiB too: below it, files are refused.
LONGEST_FIELD = 256 * 1024


def register(app: Flask, settings: Settings) -> None:
    app.config.update(
        MAX_CONTENT_LENGTH=settings.json_bytes,
        MAX_FORM_PARTS=MOST_PARTS,
        MAX_FORM_MEMORY_SIZE=LONGEST_FIELD,
    )
    limits = wider(settings)

    @app.before_request
    def _check() -> None:
        if request.endpoint in limits:
            request.max_content_length = limits[request.endpoint]
        elif _is_strange():
            raise Problem("unsupported_media_type", 415)


def wider(settings: Settings) -> dict[str, int]:
    """Where more is read than JSON needs."""
    return {"api.uploads.create": settings.body_bytes, "api.uploads.append": settings.chunk_bytes}


def _is_strange() -> bool:
    """A form of another site can send text, but not JSON without asking first."""
    ours = (request.endpoint or "").startswith("api.")
    return ours and bool(request.content_length) and not request.is_json
