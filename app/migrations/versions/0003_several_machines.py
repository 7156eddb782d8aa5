"""What several machines share: counted requests, GPUs of one job each; indexes for the sweeps."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = {
    "jobs": (
        ("wish", sa.String(8)),
        ("notice", sa.JSON()),
        ("device", sa.String(80)),
    ),
    "workers": (("device", sa.String(80)),),
    "uploads": (("device", sa.String(8)),),
}
INDEXES = (
    ("ix_consultations_changed", "consultations", ["changed"]),
    ("ix_replays_created", "replays", ["created"]),
    ("ix_uploads_kept", "uploads", ["kept", "created"]),
)
RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind, nullable=True))
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    op.create_index(
        "uq_jobs_device", "jobs", ["device"], unique=True,
        sqlite_where=RUNNING, postgresql_where=RUNNING,
    )  # fmt: skip
    op.create_table(
        "counts",
        sa.Column("series", sa.String(400), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("series", name="pk_counts"),
    )


def downgrade() -> None:
    op.drop_table("counts")
    op.drop_index("uq_jobs_device", "jobs")
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
    for table, columns in COLUMNS.items():
        for name, _ in columns:
            op.drop_column(table, name)
