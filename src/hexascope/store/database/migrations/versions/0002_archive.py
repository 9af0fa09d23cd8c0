"""Examinations with their findings, and what the panel remembers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from hexascope.store.database.migrations.walls import wall

revision = "0002"
down_revision = "0001"

TABLES = (
    "examinations",
    "bundles",
    "findings",
    "facts",
    "conclusions",
    "measured",
    "spending",
    "cached_answers",
    "conversations",
    "turns",
    "learnt",
    "imports",
)
"""Those that others belong to stand first."""


def upgrade() -> None:
    _examinations()
    _memory()
    _models()
    _conversations()
    wall(*TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _examinations() -> None:
    _table(
        "examinations",
        ("id",),
        _text("id", 64),
        _text("host_id", 64),
        _text("host_name", 256),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("score", sa.Integer),
        sa.Column("findings", sa.Integer, nullable=False),
        _text("worst", 16),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        _text("digest", 64),
        _text("settings_digest", 64),
        sa.Column("panel", sa.Boolean, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
    )
    op.create_index("ix_examinations_newest", "examinations", ["tenant", "time", "id"])
    op.create_index("ix_examinations_of_host", "examinations", ["tenant", "host_id", "time", "id"])
    _table(
        "bundles",
        ("examination", "part"),
        _text("examination", 64),
        sa.Column("part", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        _of("bundles"),
    )
    _table(
        "findings",
        ("examination", "place"),
        _text("examination", 64),
        sa.Column("place", sa.Integer, nullable=False, autoincrement=False),
        _text("id", 64),
        _text("host_id", 64),
        _text("host_name", 256),
        sa.Column("time", sa.Double, nullable=False),
        _text("check", 80),
        _text("resource", 80),
        sa.Column("severity", sa.SmallInteger, nullable=False),
        _text("when", 16),
        _text("culprit_kind", 80),
        _text("culprit_name", 256),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("whole", sa.JSON, nullable=False),
        _of("findings"),
    )
    op.create_index("ix_findings_newest", "findings", ["tenant", "time", "examination", "place"])
    op.create_index("ix_findings_of_host", "findings", ["tenant", "host_id", "time"])
    op.create_index("ix_findings_by_severity", "findings", ["tenant", "severity", "time"])
    op.create_index("ix_findings_by_check", "findings", ["tenant", "check", "time"])


def _memory() -> None:
    _table(
        "facts",
        ("host_id", "id"),
        _text("host_id", 64),
        _text("id", 64),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("whole", sa.JSON, nullable=False),
    )
    _table(
        "conclusions",
        ("host_id", "place"),
        _text("host_id", 64),
        sa.Column("place", sa.Integer, nullable=False, autoincrement=False),
        _text("role", 80),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        _text("examination", 64),
        _text("time", 40),
    )
    _table(
        "measured",
        ("examination",),
        _text("examination", 64),
        _text("host_id", 64),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("panel", sa.JSON),
        sa.Column("values", sa.JSON, nullable=False),
        _of("measured"),
    )
    op.create_index("ix_measured_of_host", "measured", ["tenant", "host_id", "time"])


def _models() -> None:
    _table(
        "spending",
        ("day", "model"),
        _text("day", 10),
        _text("model", 256),
        *(
            sa.Column(name, sa.BigInteger, nullable=False)
            for name in ("calls", "input_tokens", "output_tokens", "cached_tokens")
        ),
        sa.Column("dollars", sa.Double, nullable=False),
    )
    _table(
        "cached_answers",
        ("key",),
        _text("key", 128),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_index("ix_cached_answers_newest", "cached_answers", ["tenant", "time"])
    _table(
        "learnt",
        ("endpoint",),
        _text("endpoint", 512),
        _text("rung", 80),
        sa.Column("quirks", sa.JSON, nullable=False),
        sa.Column("time", sa.Double, nullable=False),
    )
    _table(
        "imports",
        ("source",),
        _text("source", 80),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
    )


def _conversations() -> None:
    _table(
        "conversations",
        ("examination", "id"),
        _text("examination", 64),
        _text("id", 64),
        _of("conversations"),
    )
    _table(
        "turns",
        ("examination", "conversation", "place"),
        _text("examination", 64),
        _text("conversation", 64),
        sa.Column("place", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("whole", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "examination", "conversation"],
            ["conversations.tenant", "conversations.examination", "conversations.id"],
            name="fk_turns_tenant_examination_conversation_conversations",
            ondelete="CASCADE",
        ),
    )


def _table(name: str, key: tuple[str, ...], *columns: Any) -> None:
    keys = sa.PrimaryKeyConstraint("tenant", *key, name=f"pk_{name}")
    op.create_table(name, _text("tenant", 64), *columns, keys)


def _text(name: str, longest: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(longest), nullable=False)


def _of(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant", "examination"],
        ["examinations.tenant", "examinations.id"],
        name=f"fk_{table}_tenant_examination_examinations",
        ondelete="CASCADE",
    )
