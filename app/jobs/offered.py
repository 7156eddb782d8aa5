"""What can be tried on a consultation's files, and the last trial of each."""

from typing import Any

from sqlalchemy import select

from app.database import Database
from app.jobs.rows import CANCELLED, DONE, JobRow
from probes.trials.everything import everything

Last = dict[tuple[str, str | None], JobRow]


def offered(database: Database, consultation_id: str) -> tuple[list[dict[str, Any]], Last]:
    """Offers as the last examination found them, and the newest job of each not cancelled."""
    with database.read() as session:
        jobs = session.scalars(
            select(JobRow).where(JobRow.consultation_id == consultation_id).order_by(JobRow.created)
        ).all()
    examined = [job for job in jobs if job.kind == "examine"]
    done = [job.data for job in reversed(examined) if job.state == DONE]
    tried = [job for job in jobs if job.kind == "experiment" and job.state != CANCELLED]
    last = {(job.data["experiment"], job.data.get("fix")): job for job in tried}
    return _offers(done) or _none(done[0] if done else {}, bool(examined)), last


def _offers(done: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """Where the last job had nothing to measure anew, the one before told them."""
    files = done[0].get("files", {}) if done else {}
    if not {"model", "batch"} <= set(files):
        return None
    return next((data["offers"] for data in done if data.get("offers")), None)


def _none(told: dict[str, Any], examined: bool) -> list[dict[str, Any]]:
    files = told.get("files", {})
    lacking = next((role for role in ("model", "batch") if role not in files), "model")
    because = f"needs_{lacking}" if told or not examined else "still_measured"
    return [
        {"experiment": experiment, "fix": fix, "seconds": None, "because": because}
        for experiment, fix in everything()
    ]
