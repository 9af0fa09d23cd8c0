"""All tables, for who compares them with what a database has."""

from sqlalchemy import MetaData

from hexascope.store.database.tables import (
    access,
    archive,
    audit,
    content,
    hosts,
    jobs,
    requests,
    series,
)
from hexascope.store.database.tables.metadata import metadata

SUBJECTS = (access, archive, audit, content, hosts, jobs, requests, series)
"""Each file of tables, named here so that none is forgotten; a test compares with the folder."""


def all_tables() -> MetaData:
    """Give the metadata with every table in it."""
    return metadata
