"""Every error of the service as application/problem+json, in the caller's language."""

import json
import uuid
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, current_app, render_template, request
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.database import is_away
from app.language import caller_language
from app.problems import Problem
from knowledge_base import KnowledgeBase, load

RETRY_SECONDS = 5
FORM = "api.uploads.create"
log = structlog.get_logger()
CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    410: "gone",
    413: "too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
    503: "unavailable",
}


def register(app: Flask) -> None:
    app.register_error_handler(Problem, lambda error: answer(error))
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(ValidationError, invalid)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(Exception, _crash)


def answer(problem: Problem, headers: Any = ()) -> Response:
    """RFC 9457: type, title, status, detail, instance; `code` is the last part of the type."""
    kb, language = load(), caller_language()
    body = {
        "type": f"/problems/{problem.code}",
        "title": _say(kb, problem, "title", language),
        "status": problem.status,
        "detail": _say(kb, problem, "detail", language),
        "instance": request.path,
        "code": problem.code,
    }
    if _wants_page():
        page = render_template("problem.html", language=language, **body)
        response = Response(page, problem.status)
    else:
        text = json.dumps(body, ensure_ascii=False)
        response = Response(text, problem.status, mimetype="application/problem+json")
    for name, value in headers:
        response.headers[name] = value
    response.headers["Content-Language"] = language
    return response


def _wants_page() -> bool:
    """A person who follows a link reads sentences, not JSON."""
    kinds = request.accept_mimetypes.best_match(["application/problem+json", "text/html"])
    return kinds == "text/html" and not request.path.startswith("/api/")


def invalid(error: ValidationError) -> Response:
    """The first wrong field, without echoing what was sent."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "body"
    return answer(Problem("invalid", 422, field=field, problem=first["msg"]))


def from_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    kept = [pair for pair in error.get_headers() if pair[0].lower() in {"allow", "retry-after"}]
    code = CODES.get(status, "bad_request" if status < 500 else "internal")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and request.endpoint == FORM:
        code = "form_too_large"
    trace = uuid.uuid4().hex[:12]
    numbers = {
        "method": request.method,
        "limit": request.max_content_length or 0,
        "most": current_app.extensions["desk"].settings.file_bytes,
        "seconds": dict(kept).get("Retry-After", 60),
        "trace": trace,
    }
    return answer(Problem(code, status, **numbers), kept)


def _database(error: SQLAlchemyError) -> Response:
    """Nothing was written: a full disk, or a database that is away or too busy."""
    if not is_away(error):
        return _crash(error)
    cause = getattr(error, "orig", None) or error
    log.error("database_failed", route=str(request.url_rule), error=type(cause).__name__)
    if "full" in str(cause):
        return answer(Problem("storage_full", HTTPStatus.INSUFFICIENT_STORAGE))
    return answer(
        Problem("unavailable", HTTPStatus.SERVICE_UNAVAILABLE),
        [("Retry-After", str(RETRY_SECONDS))],
    )


def _crash(error: Exception) -> Response:
    trace = uuid.uuid4().hex[:12]
    log.error("crash", trace=trace, route=str(request.url_rule), exc_info=error)
    return answer(Problem("internal", HTTPStatus.INTERNAL_SERVER_ERROR, trace=trace))


def _say(kb: KnowledgeBase, problem: Problem, part: str, language) -> str:
    return kb.say("problems", f"{problem.code}.{part}", language, **problem.numbers)
