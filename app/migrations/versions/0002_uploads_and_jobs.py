"""Uploads and their parts, jobs and their events, workers, keys, shares, and what was deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "uploads", "upload_parts", "doomed", "tombstones", "jobs", "events", "workers", "api_keys",
    "shares",
)  # fmt: skip


def _of(parent: str, table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}", ondelete="CASCADE"
    )


def _instant(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=nullable)


def upgrade() -> None:
    _uploads()
    _jobs()
    _keys()


def _uploads() -> None:
    op.create_table(
        "uploads",
        _text("id", 64),
        _text("consultation_id", 64),
        _text("name", 255),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        _text("state", 16),
        _text("wish", 32, nullable=True),
        _text("expected", 64, nullable=True),
        _text("sha256", 64, nullable=True),
        _text("kind", 32, nullable=True),
        _text("role", 32, nullable=True),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        _instant("created"),
        _instant("completed", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        _of("consultations", "uploads", "consultation_id"),
    )
    op.create_index("ix_uploads_consultation", "uploads", ["consultation_id", "created"])
    op.create_table(
        "upload_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("upload_id", 64),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        _text("key", 200),
        sa.PrimaryKeyConstraint("id", name="pk_upload_parts"),
        _of("uploads", "upload_parts", "upload_id"),
    )
    op.create_index("uq_upload_parts_start", "upload_parts", ["upload_id", "start"], unique=True)
    op.create_table(
        "doomed",
        _text("prefix", 200),
        _instant("created"),
        sa.PrimaryKeyConstraint("prefix", name="pk_doomed"),
    )
    op.create_table(
        "tombstones",
        _text("digest", 64),
        _instant("created"),
        sa.PrimaryKeyConstraint("digest", name="pk_tombstones"),
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        _text("id", 64),
        _text("consultation_id", 64),
        _text("kind", 32),
        _text("queue", 16),
        sa.Column("priority", sa.Integer(), nullable=False),
        _text("state", 16),
        sa.Column("attempt", sa.Integer(), nullable=False),
        _text("worker", 64, nullable=True),
        _instant("lease_until", nullable=True),
        _instant("not_before"),
        _instant("deadline", nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("reports", sa.JSON(), nullable=False),
        _text("error", 64, nullable=True),
        _instant("created"),
        _instant("started", nullable=True),
        _instant("finished", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        _of("consultations", "jobs", "consultation_id"),
    )
    op.create_index("ix_jobs_state", "jobs", ["state", "queue", "not_before"])
    op.create_index("ix_jobs_consultation", "jobs", ["consultation_id", "created"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("consultation_id", 64),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("kind", 32),
        sa.Column("data", sa.JSON(), nullable=False),
        _instant("created"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        _of("consultations", "events", "consultation_id"),
    )
    op.create_index("uq_events_number", "events", ["consultation_id", "number"], unique=True)
    op.create_table(
        "workers",
        _text("id", 64),
        _text("queue", 16),
        sa.Column("slots", sa.Integer(), nullable=False),
        _text("sandbox", 16),
        sa.Column("broken", sa.JSON(), nullable=False),
        _instant("seen"),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )


def _keys() -> None:
    op.create_table(
        "api_keys",
        _text("id", 16),
        _text("digest", 64),
        _text("name", 100),
        _text("made_by", 16, nullable=True),
        _instant("created"),
        _instant("expires", nullable=True),
        _instant("used", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        _of("api_keys", "api_keys", "made_by"),
    )
    op.create_table(
        "shares",
        _text("id", 64),
        _text("consultation_id", 64),
        _instant("created"),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        _of("consultations", "shares", "consultation_id"),
    )
    op.create_index("ix_shares_consultation", "shares", ["consultation_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
