"""Restoring a backup, into the same kind of database or another: all of it, or nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, Table, inspect
from sqlalchemy import text as sql

from hexascope.domain.errors import BadInput, BadSettings
from hexascope.store.database import migrating
from hexascope.store.database.keeping.form import (
    KINDS,
    Counts,
    Head,
    TableHead,
    checked,
    parts_of,
)
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tables.whole import all_tables

MOST_ROWS, MOST_BYTES = 500, 4 * 2**20
"""What one statement inserts."""

_SEQUENCE = sql("SELECT pg_get_serial_sequence(:name, :column)")


async def restore(store: Store, file: Path, *, replace: bool = False) -> Counts:
    """Put a backup into an empty database, or in the place of all that there is.

    The file is read to its end first. A backup of an older step is brought to the newest. BadInput
    where the file is damaged or the database is not empty; BadSettings where either is newer.
    """
    counts = checked(file)
    if counts.step not in migrating.steps():
        raise BadSettings(
            f"{file} is at step {counts.step[:40]!r}, which this version does not know: it was"
            " written by a newer hexascope"
        )
    work = _restoring(store.everywhere(), file, counts, replace=replace)
    await store.database.alter(work)
    return counts


def _restoring(
    scope: Scope, file: Path, counts: Counts, *, replace: bool
) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        if not replace:
            _refuse_filled(scope, connection)
        if replace or migrating.step_of(connection) != counts.step:
            migrating.downgrade_in(connection)
            migrating.upgrade_in(connection, counts.step)
        for table, rows in _batches(file, connection):
            connection.execute(scope.insert(table), rows)
        _go_on_counting(connection)
        migrating.upgrade_in(connection)

    return work


def _refuse_filled(scope: Scope, connection: Connection) -> None:
    there = set(inspect(connection).get_table_names())
    for table in all_tables().sorted_tables:
        if table.name in there and connection.execute(scope.select(table).limit(1)).first():
            raise BadInput(
                f"the database is not empty ({table.name} has rows): restore into a new one, or"
                " say --replace to lose what it holds"
            )


def _batches(file: Path, connection: Connection) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Give the rows of a backup in what one statement takes."""
    table: Table | None = None
    names: list[str] = []
    rows: list[dict[str, Any]] = []
    size = 0
    for part in parts_of(file):
        if isinstance(part, list):
            rows.append(dict(zip(names, part, strict=True)))
            size += sum(len(one) for one in part if isinstance(one, str | bytes))
        full = len(rows) >= MOST_ROWS or size >= MOST_BYTES
        if table is not None and rows and (full or isinstance(part, TableHead)):
            yield table, rows
            rows, size = [], 0
        if isinstance(part, TableHead):
            table = _table(part, connection, file)
            names = [name for name, _ in part.columns]
        elif isinstance(part, Head):
            continue
    if table is not None and rows:
        yield table, rows


def _table(head: TableHead, connection: Connection, file: Path) -> Table:
    """Give the table that rows go into, as the backup names its columns."""
    looked = inspect(connection)
    there = looked.has_table(head.name)
    known = {one["name"]: one["nullable"] for one in looked.get_columns(head.name)} if there else {}
    unknown = [name for name, _ in head.columns if name not in known]
    if unknown or not there:
        raise BadInput(f"{file}: no database of its step has {head.name}.{', '.join(unknown)}")
    columns = [Column(name, _type(kind, nullable=known[name])) for name, kind in head.columns]
    return Table(head.name, MetaData(), *columns)


def _type(kind: str, *, nullable: bool) -> Any:
    # JSON has a null of its own, which columns that must have a value hold instead of none
    return JSON(none_as_null=nullable) if kind == "json" else KINDS[kind]()


def _go_on_counting(connection: Connection) -> None:
    """Have PostgreSQL's counters of new rows go on behind the rows that were restored."""
    if connection.dialect.name != "postgresql":
        return
    for name in inspect(connection).get_table_names():
        for column in inspect(connection).get_columns(name):
            found = {"name": name, "column": column["name"]}
            if column.get("autoincrement") is True or "nextval" in str(column.get("default")):
                sequence = connection.execute(_SEQUENCE, found).scalar()
                quoted = connection.dialect.identifier_preparer.quote(column["name"])
                words = (
                    f"SELECT setval(:sequence, coalesce(max({quoted}), 0) + 1, false) FROM {name}"  # noqa: S608 - names of our own tables
                )
                connection.execute(sql(words), {"sequence": sequence})
