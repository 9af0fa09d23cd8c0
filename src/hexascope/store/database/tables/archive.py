"""Examinations with their findings, and what is remembered of hosts and of models."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
)

from hexascope.store.database.tables.metadata import LONGEST_ID, tenanted

LONGEST_NAME = 256
"""Letters of a host's or a culprit's name in lists; the whole is in the report."""

LONGEST_WORD = 80
"""Letters of a check's name, a specialist's, a kind of culprit."""


def _of(parent: str, *names: str) -> ForeignKeyConstraint:
    """Let rows go with what they belong to: `names` lead to the parent's key behind the tenant."""
    there = ("id",) if len(names) == 1 else ("examination", "id")
    return ForeignKeyConstraint(
        ["tenant", *names],
        [f"{parent}.tenant", *(f"{parent}.{one}" for one in there)],
        ondelete="CASCADE",
    )


def _id(name: str, *, key: bool = False) -> Column[Any]:
    return Column(name, String(LONGEST_ID), primary_key=key, nullable=False)


examinations = tenanted(
    "examinations",
    _id("id", key=True),
    _id("host_id"),
    Column("host_name", String(LONGEST_NAME), nullable=False),
    Column("time", Double, nullable=False),
    Column("score", Integer),
    Column("findings", Integer, nullable=False),
    Column("worst", String(16), nullable=False),
    Column("headline", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("digest", String(LONGEST_ID), nullable=False),
    Column("settings_digest", String(LONGEST_ID), nullable=False),
    Column("panel", Boolean, nullable=False),
    # the last column: SQLite reads the others without it
    Column("report", Text, nullable=False),
    Index("ix_examinations_newest", "tenant", "time", "id"),
    Index("ix_examinations_of_host", "tenant", "host_id", "time", "id"),
)
"""One row an examination; `panel` tells whether models judged it: the report has their record."""

bundles = tenanted(
    "bundles",
    _id("examination", key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    _of("examinations", "examination"),
)
"""The bundle that an examination was made from, in parts of 1 MiB: none is ever held whole."""

findings = tenanted(
    "findings",
    _id("examination", key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _id("id"),
    _id("host_id"),
    Column("host_name", String(LONGEST_NAME), nullable=False),
    Column("time", Double, nullable=False),
    Column("check", String(LONGEST_WORD), nullable=False),
    Column("resource", String(LONGEST_WORD), nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("when", String(16), nullable=False),
    Column("culprit_kind", String(LONGEST_WORD), nullable=False),
    Column("culprit_name", String(LONGEST_NAME), nullable=False),
    Column("title", Text, nullable=False),
    Column("whole", JSON, nullable=False),
    _of("examinations", "examination"),
    Index("ix_findings_newest", "tenant", "time", "examination", "place"),
    Index("ix_findings_of_host", "tenant", "host_id", "time"),
    Index("ix_findings_by_severity", "tenant", "severity", "time"),
    Index("ix_findings_by_check", "tenant", "check", "time"),
)
"""One row a finding, in the order of its report; `time` is the examination's; `whole` as there."""

facts = tenanted(
    "facts",
    _id("host_id", key=True),
    _id("id", key=True),
    Column("place", Integer, nullable=False),
    Column("whole", JSON, nullable=False),
)
"""What is known of a host; `place` is their order."""

conclusions = tenanted(
    "conclusions",
    _id("host_id", key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("role", String(LONGEST_WORD), nullable=False),
    Column("item", Text, nullable=False),
    Column("words", Text, nullable=False),
    _id("examination"),
    Column("time", String(40), nullable=False),
)
"""What specialists concluded of a host, in their order."""

measured = tenanted(
    "measured",
    _id("examination", key=True),
    _id("host_id"),
    Column("time", Double, nullable=False),
    Column("panel", JSON(none_as_null=True)),
    Column("values", JSON, nullable=False),
    _of("examinations", "examination"),
    Index("ix_measured_of_host", "tenant", "host_id", "time"),
)
"""What an examination leaves to compare later ones with: values by key; what its panel came to."""

spending = tenanted(
    "spending",
    Column("day", String(10), primary_key=True),
    Column("model", String(LONGEST_NAME), primary_key=True),
    Column("calls", BigInteger, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("cached_tokens", BigInteger, nullable=False),
    Column("dollars", Double, nullable=False),
)
"""What models took on each day of UTC."""

cached_answers = tenanted(
    "cached_answers",
    Column("key", String(128), primary_key=True),
    Column("time", Double, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Index("ix_cached_answers_newest", "tenant", "time"),
)
"""What models answered lately, by the digest of what they were asked."""

conversations = tenanted(
    "conversations",
    _id("examination", key=True),
    _id("id", key=True),
    _of("examinations", "examination"),
)

turns = tenanted(
    "turns",
    _id("examination", key=True),
    _id("conversation", key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("size_bytes", Integer, nullable=False),
    Column("whole", JSON, nullable=False),
    _of("conversations", "examination", "conversation"),
)

learnt = tenanted(
    "learnt",
    Column("endpoint", String(512), primary_key=True),
    Column("rung", String(LONGEST_WORD), nullable=False),
    Column("quirks", JSON, nullable=False),
    Column("time", Double, nullable=False),
)
"""What was learnt of models' servers, by model and address."""

imports = tenanted(
    "imports",
    Column("source", String(LONGEST_WORD), primary_key=True),
    Column("time", Double, nullable=False),
    Column("counts", JSON, nullable=False),
)
"""What was taken over from elsewhere, once: the folders of the command line."""
