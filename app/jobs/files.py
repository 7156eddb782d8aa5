"""The uploads of a consultation that a job works on."""

from collections.abc import Collection

from sqlalchemy import select

from app.database import Database
from app.uploads.rows import UploadRow


def uploads_of(
    database: Database, consultation_id: str, states: Collection[str]
) -> list[UploadRow]:
    """Those that are still kept, oldest first."""
    query = select(UploadRow).where(
        UploadRow.consultation_id == consultation_id,
        UploadRow.state.in_(states),
        UploadRow.kept,
    )
    with database.read() as session:
        return list(session.scalars(query.order_by(UploadRow.created)))
