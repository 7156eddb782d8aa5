"""/healthz: the process is alive. /readyz: it can serve, and what is switched off."""

from flask import Blueprint
from sqlalchemy import text

from app.desk import desk

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz():
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz():
    checks = {"database": _database(), "knowledge_base": desk().kb.hash}
    ready = checks["database"] == "ok"
    return {"status": "ok" if ready else "unavailable", "checks": checks}, 200 if ready else 503


def _database() -> str:
    try:
        with desk().store.database.read() as session:
            session.execute(text("SELECT 1"))
    except Exception as error:  # whatever the driver raises, the answer is the same
        return type(error).__name__
    return "ok"
