"""What was measured before in files that are still the same is not measured again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs.rows import DONE, JobRow
from probes.edition import edition


@dataclass(frozen=True)
class Kept:
    """The reports and pictures of the measurement before that still hold; `job` recorded them."""

    reports: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, Any] = field(default_factory=dict)
    job: str | None = None


def still_true(session: Session, consultation_id: str, files: Mapping[str, str]) -> Kept:
    """`files`: the upload of each role. A report names the roles that it used, or lacked: none of
    them may have changed."""
    last = session.scalars(
        select(JobRow)
        .where(
            JobRow.consultation_id == consultation_id,
            JobRow.kind == "examine",
            JobRow.state == DONE,
        )
        .order_by(JobRow.finished.desc())
    ).first()
    if last is None or last.data.get("edition") != edition():
        return Kept()
    before = last.data["files"]

    def holds(row: dict[str, Any]) -> bool:
        uses = row.get("uses")
        return isinstance(uses, list | tuple) and all(
            isinstance(role, str) and before.get(role) == files.get(role) for role in uses
        )

    pictures = last.data.get("pictures", {})
    return Kept(
        [report for report in last.reports if holds(report)],
        {name: numbers for name, numbers in pictures.items() if holds(numbers)},
        last.id,
    )
