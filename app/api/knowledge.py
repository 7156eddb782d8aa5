"""/causes, /findings, /fixes: what whyloss knows, for browsing; the ETag is its hash."""

from flask import make_response, request
from flask_openapi import APIBlueprint, Tag

from app import library
from app.api.shapes import InLanguage, KnowledgePath, Search
from app.desk import desk
from app.language import speak

blueprint = APIBlueprint(
    "knowledge", __name__, abp_tags=[Tag(name="knowledge", description=__doc__)]
)


@blueprint.get("/info", responses={"200": None})
def info():
    """Counts, languages and the hash of the knowledge base."""
    return _tagged(library.info(desk().kb))


@blueprint.get("/causes", responses={"200": None})
def causes(query: Search):
    """Causes by name or words."""
    return _tagged(library.search(desk().kb, "causes", query.q, query.limit, speak(query.language)))


@blueprint.get("/findings", responses={"200": None})
def findings(query: Search):
    """Findings by name or words."""
    return _tagged(
        library.search(desk().kb, "findings", query.q, query.limit, speak(query.language))
    )


@blueprint.get("/fixes", responses={"200": None})
def fixes(query: Search):
    """Fixes by name or words."""
    return _tagged(library.search(desk().kb, "fixes", query.q, query.limit, speak(query.language)))


@blueprint.get("/causes/<id>", responses={"200": None})
def cause(path: KnowledgePath, query: InLanguage):
    """One cause with what it looks like and its fixes."""
    return _tagged(library.cause(desk().kb, path.id, speak(query.language)))


@blueprint.get("/findings/<id>", responses={"200": None})
def finding(path: KnowledgePath, query: InLanguage):
    """One finding with its question and the causes it speaks for."""
    return _tagged(library.finding(desk().kb, path.id, speak(query.language)))


@blueprint.get("/fixes/<id>", responses={"200": None})
def fix(path: KnowledgePath, query: InLanguage):
    """One fix with steps, code and the causes it removes."""
    return _tagged(library.fix(desk().kb, path.id, speak(query.language)))


def _tagged(body: dict):
    response = make_response(body)
    response.set_etag(desk().kb.hash)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response.make_conditional(request)
