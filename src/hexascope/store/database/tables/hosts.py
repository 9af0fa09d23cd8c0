"""Tenants, and the hosts of each."""

from sqlalchemy import JSON, Column, Double, String, Table

from hexascope.store.database.tables.metadata import LONGEST_ID, metadata, tenanted

tenants = Table(
    "tenants",
    metadata,
    # not `tenant`: what is kept of a tenant itself is seen by the instance alone
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("name", String(256), nullable=False),
    Column("created", Double, nullable=False),
    Column("limits", JSON, nullable=False),
)
"""`limits` hold what this tenant may use where it is not the usual: names of settings, numbers."""

hosts = tenanted(
    "hosts",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("name", String(256), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("labels", JSON, nullable=False),
    Column("first_seen", Double, nullable=False),
    Column("last_seen", Double, nullable=False),
)
"""`facts` as HostFacts has them; `labels` are the user's own; times in seconds since 1970."""
