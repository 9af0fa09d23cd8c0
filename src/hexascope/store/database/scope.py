"""A scope: the rows of one tenant. Who holds one can't write a query that forgets the tenant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Table
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import select as sql_select
from sqlalchemy import text as sql
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql import Delete, Insert, Select, Update

from hexascope.domain.deed import Deed
from hexascope.store.database.contract import EVERYWHERE, Database, Work

T = TypeVar("T")

_ALONE = sql("SELECT pg_advisory_xact_lock(:number)")

Record = Callable[[Connection, Deed], None]
"""Writes a deed into the audit log, in the transaction of what was done."""


@dataclass(slots=True)
class Pending:
    """A deed that is to be recorded with the first write that it causes."""

    deed: Deed
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The rows of one tenant, and who is to be named for what is changed among them.

    Nouns of the store are made from it: `Hosts(scope)`. `tenant` is EVERYWHERE for work that
    concerns all tenants, which only `Store.everywhere` gives.
    """

    database: Database
    tenant: str
    record: Record
    pending: Pending | None = None

    async def read(self, work: Work[T]) -> T:
        """Run a unit of work that changes nothing."""
        return await self.database.read(work, tenant=self.tenant)

    async def write(self, work: Work[T], *, frees: bool = False) -> T:
        """Run a unit of work; the deed that caused it is recorded in the same transaction, once.

        One that `frees` room is done even when the disk is full.
        """
        pending = self.pending
        if pending is None or pending.written:
            return await self.database.write(work, tenant=self.tenant, frees=frees)

        def recorded(connection: Connection) -> T:
            result = work(connection)
            self.record(connection, pending.deed)
            return result

        result = await self.database.write(recorded, tenant=self.tenant, frees=frees)
        pending.written = True
        return result

    def read_now(self, work: Work[T]) -> T:
        """Do as `read` from another thread than the loop's, blocking."""
        return self.database.wait(self.read(work))

    def write_now(self, work: Work[T], *, frees: bool = False) -> T:
        """Do as `write` from another thread than the loop's, blocking."""
        return self.database.wait(self.write(work, frees=frees))

    def doing(self, deed: Deed) -> "Scope":
        """Give this scope for one deed, which its first write records."""
        return replace(self, pending=Pending(deed))

    # the four ways to speak of rows; nouns of the store import no others from SQLAlchemy

    def select(self, table: Table, *columns: Any) -> Select[Any]:
        """Select columns (all, if none are named) of this tenant's rows."""
        chosen = sql_select(*columns) if columns else sql_select(table)
        return chosen.select_from(table).where(*self._ours(table))

    def insert(self, table: Table) -> Insert:
        """Insert rows; the tenant is set."""
        made = sql_insert(table)
        return made if self.tenant == EVERYWHERE else made.values(tenant=self.tenant)

    def update(self, table: Table) -> Update:
        """Update this tenant's rows."""
        return sql_update(table).where(*self._ours(table))

    def delete(self, table: Table) -> Delete:
        """Delete this tenant's rows."""
        return sql_delete(table).where(*self._ours(table))

    def upsert(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[Mapping[str, Any]],
        *,
        keep: Iterable[str] = (),
    ) -> None:
        """Insert rows, or where the primary key is there, set all other columns but `keep`."""
        if not rows:
            return
        dialect = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
        made = dialect(table)
        keys = [column.name for column in table.primary_key]
        given = [name for name in rows[0] if name not in (*keys, *keep, "tenant")]
        own = {} if self.tenant == EVERYWHERE else {"tenant": self.tenant}
        changed = {name: made.excluded[name] for name in given}
        statement = (
            made.on_conflict_do_update(index_elements=keys, set_=changed)
            if changed
            else made.on_conflict_do_nothing(index_elements=keys)
        )
        connection.execute(statement, [{**row, **own} for row in rows])

    def insert_new(self, connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
        """Insert a row, unless one of its primary key is there; tell whether it was new."""
        own = {} if self.tenant == EVERYWHERE else {"tenant": self.tenant}
        made = _unless_there(connection.dialect.name, table)
        return connection.execute(made, {**row, **own}).rowcount == 1

    def alone(self, connection: Connection, *what: str) -> None:
        """Wait until no other transaction that said the same words is under way.

        For work that reads rows and writes what it makes of them. SQLite has one writer anyhow.
        """
        if connection.dialect.name == "postgresql":
            words = "\0".join((self.tenant, *what)).encode(errors="replace")
            number = int.from_bytes(sha256(words).digest()[:8], signed=True)
            connection.execute(_ALONE, {"number": number})

    def _ours(self, table: Table) -> tuple[Any, ...]:
        return () if self.tenant == EVERYWHERE else (table.c.tenant == self.tenant,)


@lru_cache(maxsize=128)
def _unless_there(dialect: str, table: Table) -> Executable:
    """Make the statement of `insert_new`, once: to build it takes longer than to run it."""
    insert = postgres_insert if dialect == "postgresql" else sqlite_insert
    keys = [column.name for column in table.primary_key]
    return insert(table).on_conflict_do_nothing(index_elements=keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A database, opened for a tenant at a time."""

    database: Database
    record: Record = field(default=lambda _connection, _deed: None)

    def of(self, tenant: str) -> Scope:
        """Give the rows of one tenant."""
        assert tenant
        assert tenant != EVERYWHERE
        return Scope(database=self.database, tenant=tenant, record=self.record)

    def everywhere(self) -> Scope:
        """Give the rows of all tenants: for logging in, reaping, and keeping house alone."""
        return Scope(database=self.database, tenant=EVERYWHERE, record=self.record)
