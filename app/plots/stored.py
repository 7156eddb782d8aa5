"""The pictures of the latest measurement, as the worker kept them."""

from typing import Any

from sqlalchemy import select

from app.database import Database
from app.jobs.rows import DONE, JobRow


def pictures(database: Database, consultation_id: str) -> dict[str, Any]:
    query = (
        select(JobRow)
        .where(
            JobRow.consultation_id == consultation_id,
            JobRow.kind == "examine",
            JobRow.state == DONE,
        )
        .order_by(JobRow.created.desc())
    )
    with database.read() as session:
        for job in session.scalars(query):
            if isinstance(job.data.get("pictures"), dict):
                return job.data["pictures"]
    return {}
