"""Backing up: every row of every table, as they were at one moment, while the server goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, LargeBinary, Table, Text

from hexascope import __version__
from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.kit.clock import rfc3339
from hexascope.kit.files import replaced
from hexascope.store.database import migrating
from hexascope.store.database.keeping.form import FORMAT, Counts, Writer, kind_of
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tables.whole import all_tables

FEW, MANY = 8, 500
"""Rows that are held at a time: few where one may have a mebibyte."""


async def back_up(store: Store, file: Path, now: float) -> Counts:
    """Write a backup, whole or not at all, for its owner alone; CannotWrite, BadInput."""
    schema = await migrating.schema_of(store.database)
    if not schema.ready:
        raise BadInput(
            f"the database is at step {schema.step or 'none'}, and this version knows"
            f" {schema.newest}: run `hexascope db upgrade` first, or the hexascope that wrote it"
        )
    try:
        with replaced(file, private=True) as stream:
            return await store.everywhere().read(_writing(store.everywhere(), stream, now))
    except OSError as error:
        raise CannotWrite(f"{file} can't be written: {error.strerror or error}") from None


def _writing(scope: Scope, stream: IO[bytes], now: float) -> Callable[[Connection], Counts]:
    def work(connection: Connection) -> Counts:
        if stream.seekable():  # the work may be run again
            stream.seek(0)
            stream.truncate()
        writer, time = Writer(stream), rfc3339(now)
        step = migrating.newest()
        head = {"format": FORMAT, "version": __version__, "step": step, "time": time}
        writer.line(head)
        rows = {
            table.name: _table(scope, connection, table, writer)
            for table in all_tables().sorted_tables
        }
        writer.end(rows)
        return Counts(step, time, rows)

    return work


def _table(scope: Scope, connection: Connection, table: Table, writer: Writer) -> int:
    kinds = [kind_of(column) for column in table.columns]
    names = [column.name for column in table.columns]
    writer.line({"table": table.name, "columns": list(zip(names, kinds, strict=True))})
    large = any(isinstance(column.type, LargeBinary | Text) for column in table.columns)
    count = 0
    chosen = scope.select(table).execution_options(yield_per=FEW if large else MANY)
    for row in connection.execute(chosen):
        writer.row(kinds, row)
        count += 1
    writer.line({"end": table.name, "rows": count})
    return count
