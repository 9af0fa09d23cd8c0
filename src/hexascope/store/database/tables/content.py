"""Own specialists, tasks, uploaded bundles, ignored findings, and examinations kept whole."""

from sqlalchemy import (
    JSON,
    Column,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)

from hexascope.store.database.tables.metadata import LONGEST_ID, tenanted

specialists = tenanted(
    "specialists",
    Column("name", String(LONGEST_ID), primary_key=True),
    Column("words", Text, nullable=False),
    Column("by", String(256), nullable=False),
    Column("created", Double, nullable=False),
    Column("changed", Double, nullable=False),
)
"""`words` is the text of the file, as `consult.own` reads it."""

tasks = tenanted(
    "tasks",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("asked", JSON, nullable=False),
    Column("plan", JSON, nullable=True),
    Column("examination", String(LONGEST_ID), nullable=False),
    Column("answer", JSON, nullable=True),
    Column("log", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(256), nullable=False),
    Column("created", Double, nullable=False),
    Column("changed", Double, nullable=False),
    Index("ix_tasks_created", "tenant", "created", "id"),
)
"""`asked` is what was asked for, `plan` what building put together, `answer` a Turn."""

uploads = tenanted(
    "uploads",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("host", String(LONGEST_ID), nullable=False),
    Column("host_name", String(256), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("by", String(256), nullable=False),
    Column("created", Double, nullable=False),
)
"""Bundles that wait to be judged: whichever machine does it finds them here."""

upload_parts = tenanted(
    "upload_parts",
    Column("upload", String(LONGEST_ID), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["tenant", "upload"], ["uploads.tenant", "uploads.id"], ondelete="CASCADE"
    ),
)

ignored = tenanted(
    "ignored_findings",
    Column("host", String(LONGEST_ID), primary_key=True),
    Column("finding", String(LONGEST_ID), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("by", String(256), nullable=False),
    Column("created", Double, nullable=False),
    Column("until", Double, nullable=False),
)
"""Findings of a host that need not be shown until a time; 0: for good."""

wholes = tenanted(
    "whole_examinations",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["tenant", "id"], ["examinations.tenant", "examinations.id"], ondelete="CASCADE"
    ),
)
"""Examinations with everything in them, so that each format can be written of them again."""
