"""/healthz: the process is alive. /readyz: send people here, and what is switched off."""

from flask import Blueprint, current_app
from sqlalchemy import select, text

from app.desk import desk
from app.jobs.rows import ALIVE, WorkerRow
from app.tables import now
from engine.understand import understanding_by

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz():
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz():
    checks = {"database": _database(), "knowledge_base": desk().kb.hash}
    checks["understanding"] = understanding_by(desk().kb)
    reached = checks["database"] == "ok"
    # Without the queue jobs begin two seconds later: the rows are looked at, bell or not.
    checks["queue"] = "away" if desk().intake.doorbell.waiting() is None else "ok"
    if reached:
        checks["workers"] = _workers()
    ready = reached and _is_warm()
    return {"status": "ok" if ready else "unavailable", "checks": checks}, 200 if ready else 503


def _is_warm() -> bool:
    """A server that has just started answers, slower: whoever can choose sends people elsewhere."""
    warming = current_app.extensions.get("warming")
    return warming is None or warming.over.is_set()


def _database() -> str:
    try:
        with desk().store.database.read() as session:
            session.execute(text("SELECT 1"))
    except Exception as error:  # whatever the driver raises, the answer is the same
        return type(error).__name__
    return "ok"


def _workers() -> list[dict[str, str | int]]:
    """Without one a conversation goes on; files wait."""
    with desk().store.database.read() as session:
        rows = session.scalars(select(WorkerRow).where(WorkerRow.seen > now() - ALIVE))
        return [{"queue": row.queue, "slots": row.slots, "sandbox": row.sandbox} for row in rows]
