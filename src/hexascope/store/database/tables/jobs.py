"""Jobs with the lines that they told, and the schedules that make them."""

from sqlalchemy import Boolean, Column, Double, Index, Integer, String, Text

from hexascope.store.database.tables.metadata import LONGEST_ID, tenanted

jobs = tenanted(
    "jobs",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("by", String(256), nullable=False),
    Column("host", String(LONGEST_ID), nullable=False),
    Column("created", Double, nullable=False),
    Column("due", Double, nullable=False),
    Column("started", Double, nullable=False),
    Column("ended", Double, nullable=False),
    Column("lease_until", Double, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("beat", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("most_attempts", Integer, nullable=False),
    Column("worker", String(256), nullable=False),
    Column("cancelling", Boolean, nullable=False),
    Column("progress", Double, nullable=False),
    Column("step", String(512), nullable=False),
    Column("result", Text),
    Column("reason", String(2048), nullable=False),
    Column("schedule", String(LONGEST_ID), nullable=False),
    Index("ix_jobs_turn", "state", "tenant", "rank", "created", "id"),
    Index("ix_jobs_newest", "tenant", "created", "id"),
)
"""`payload` and `result` are JSON, written once by who checked their size. `rank` is the priority
below zero, so that an index in one direction gives the next job. `due` 0: at once, whatever the
clock says. `beat` rises while the worker lives; `lease_until` is for people to see: nobody judges
by it, for clocks jump."""

job_lines = tenanted(
    "job_lines",
    Column("job", String(LONGEST_ID), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("time", Double, nullable=False),
    Column("line", Text, nullable=False),
)

schedules = tenanted(
    "schedules",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("name", String(256), nullable=False),
    Column("cron", String(256), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("host", String(LONGEST_ID), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("by", String(256), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("created", Double, nullable=False),
    Column("next", Double, nullable=False),
    Column("last", Double, nullable=False),
    Column("missed", Integer, nullable=False),
    Index("ix_schedules_next", "enabled", "next"),
)
"""`next` is the firing that comes, `last` the one that was, in seconds since 1970, 0 for none;
`missed` counts firings that were passed over because nobody was there to see them."""
