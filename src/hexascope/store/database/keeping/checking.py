"""Looking whether a database is sound: its schema, its pages, its walls, and how large it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, func
from sqlalchemy import text as sql

from hexascope.store.database import migrating
from hexascope.store.database.migrating import Schema
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tables.whole import all_tables

MOST_WRONG = 20
"""Damages that are named."""

_ROLE = sql("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
_UNWALLED = sql(
    "SELECT relname FROM pg_class WHERE relkind = 'r'"
    " AND relnamespace = CAST(current_schema() AS regnamespace)"
    " AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname"
)
_SIZE = sql("SELECT pg_total_relation_size(CAST(:name AS regclass))")


class Size(NamedTuple):
    """A table's rows, and its bytes with indexes; None where the database does not tell."""

    table: str
    rows: int
    size_bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """What was found; `wrong` says what is, and what to do."""

    schema: Schema
    kind: str
    wrong: tuple[str, ...]
    sizes: tuple[Size, ...]


async def soundness(store: Store) -> Soundness:
    """Look at a whole database; it changes nothing, and reads all of a file of SQLite."""
    schema = await migrating.schema_of(store.database, compare=True)
    scope = store.everywhere()

    def work(connection: Connection) -> Soundness:
        kind = connection.dialect.name
        found = _in_postgres(connection) if kind == "postgresql" else _in_sqlite(connection)
        wrong = [*_of_schema(schema), *found]
        sizes = tuple(_sizes(scope, connection)) if schema.ready else ()
        return Soundness(schema=schema, kind=kind, wrong=tuple(wrong), sizes=sizes)

    return await scope.read(work)


def _of_schema(schema: Schema) -> Iterator[str]:
    if not schema.ready:
        yield (
            f"the schema is at step {schema.step or 'none'}, and this version knows"
            f" {schema.newest}: hexascope db upgrade"
        )
    elif schema.differences:
        for one in schema.differences[:MOST_WRONG]:
            yield f"the tables are not what this step makes: {one}"


def _in_sqlite(connection: Connection) -> Iterator[str]:
    told = connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_WRONG})").scalars().all()
    for one in told:
        if one != "ok":
            yield f"the file is damaged: {one}; restore a backup"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST_WRONG):
        yield f"a row of {row[0]} belongs to one of {row[2]} that is not there"


def _in_postgres(connection: Connection) -> Iterator[str]:
    if connection.execute(_ROLE).scalar():
        yield (
            "its user is a superuser or may pass row-level security, which then keeps no tenant"
            " from another's rows: let the server log in as one who may not"
        )
    tenanted = {table.name for table in all_tables().tables.values() if "tenant" in table.columns}
    for name in connection.execute(_UNWALLED).scalars():
        if name in tenanted:
            yield f"the table {name} has no row-level security: its tenants have one wall alone"


def _sizes(scope: Scope, connection: Connection) -> Iterator[Size]:
    for table in sorted(all_tables().tables.values(), key=lambda one: one.name):
        rows = connection.execute(scope.select(table, func.count())).scalar_one()
        size = None
        if connection.dialect.name == "postgresql":
            size = connection.execute(_SIZE, {"name": table.name}).scalar_one()
        yield Size(table.name, rows, size)
