"""Users' own specialists and tasks."""

import sqlalchemy as sa
from alembic import op

from hexascope.store.database.migrations.walls import wall

revision = "0007"
down_revision = "0006"

TABLES = (
    "specialists",
    "tasks",
    "uploads",
    "upload_parts",
    "ignored_findings",
    "whole_examinations",
)


def upgrade() -> None:
    op.create_table(
        "specialists",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("by", sa.String(256), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("changed", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_specialists"),
    )
    _tasks()
    _uploads()
    op.create_table(
        "ignored_findings",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("finding", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(256), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "host", "finding", name="pk_ignored_findings"),
    )
    op.create_table(
        "whole_examinations",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "id"],
            ["examinations.tenant", "examinations.id"],
            name="fk_whole_examinations_tenant_id_examinations",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_whole_examinations"),
    )
    wall(*TABLES)


def downgrade() -> None:
    op.drop_index("ix_tasks_created", "tasks")
    for table in reversed(TABLES):
        op.drop_table(table)


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("plan", sa.JSON, nullable=True),
        sa.Column("examination", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON, nullable=True),
        sa.Column("log", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(256), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("changed", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_tasks"),
    )
    op.create_index("ix_tasks_created", "tasks", ["tenant", "created", "id"])


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("host_name", sa.String(256), nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("by", sa.String(256), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_uploads"),
    )
    op.create_table(
        "upload_parts",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("upload", sa.String(64), nullable=False),
        sa.Column("part", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "upload"],
            ["uploads.tenant", "uploads.id"],
            name="fk_upload_parts_tenant_upload_uploads",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "upload", "part", name="pk_upload_parts"),
    )
