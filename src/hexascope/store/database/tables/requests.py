"""Requests that are answered once: what a repeated POST is answered with."""

from sqlalchemy import JSON, Column, Double, Index, Integer, LargeBinary, String

from hexascope.store.database.tables.metadata import LONGEST_ID, tenanted

requests = tenanted(
    "requests",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("fingerprint", String(LONGEST_ID), nullable=False),
    Column("claimed", Double, nullable=False),
    Column("made", String(LONGEST_ID), nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_requests_claimed", "claimed"),
)
"""`id` is a hash of who asked and the key; `status` is 0 until the answer is known, while the
change that it is about has been made; `made` is the id of what was created."""
