"""Choosing a database by its address."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from hexascope.domain.errors import BadSettings
from hexascope.store.database.contract import Database


def database_at(address: str) -> Database:
    """Give the database at `sqlite:///FILE` or `postgresql://…`, not opened yet; BadSettings."""
    scheme = urlsplit(address).scheme
    if scheme == "sqlite":
        from hexascope.store.database.sqlite import SqliteDatabase

        return SqliteDatabase(Path(address.removeprefix("sqlite:///")))
    if scheme == "postgresql":
        if find_spec("asyncpg") is None:
            raise BadSettings("PostgreSQL needs more packages: pip install 'hexascope[cluster]'")
        from hexascope.store.database.postgres import PostgresDatabase

        return PostgresDatabase(address)
    raise BadSettings(
        f"server.store {address!r:.60}: there are sqlite:///FILE and postgresql://USER@HOST/DATABASE"
    )
