"""Requests that are answered once."""

import sqlalchemy as sa
from alembic import op

from hexascope.store.database.migrations.walls import wall

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "requests",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("claimed", sa.Double, nullable=False),
        sa.Column("made", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("headers", sa.JSON, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_requests"),
    )
    op.create_index("ix_requests_claimed", "requests", ["claimed"])
    wall("requests")


def downgrade() -> None:
    op.drop_table("requests")
