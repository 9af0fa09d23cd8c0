"""Where all tables belong, and how a table of a tenant is made."""

from typing import Any

from sqlalchemy import Column, MetaData, String, Table

LONGEST_ID = 64
"""Letters of an id or a tenant's name: UUIDs have 36, names of tenants 63."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def tenanted(name: str, *columns: Any) -> Table:
    """Make a table whose every row belongs to a tenant: the first part of its primary key."""
    return Table(name, metadata, Column("tenant", String(LONGEST_ID), primary_key=True), *columns)
