"""PostgreSQL: units of work in transactions of their own, each told whose rows it may see."""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from hexascope.domain.errors import (
    BadSettings,
    CannotWrite,
    HexascopeError,
    StoreAway,
    StoreFull,
    TooMuch,
)
from hexascope.store.database.contract import EVERYWHERE, Work
from hexascope.store.database.words import as_json
from hexascope.store.database.work.waiting import wait

T = TypeVar("T")

CONNECTIONS = 16
"""Connections of one process. None are made beyond and closed again: that costs more than waiting.
"""

PATIENCE_S = 10.0
"""How long a free connection, or a new one, is waited for."""

LONGEST_S = 60.0
"""How long one statement may take: a server that has stopped answering is told to be away."""

MOST_WAITING = 5_000
"""Units of work that may run or wait for a connection; who comes then is told to come later."""

MOST_TRIES = 4
"""Tries of a unit of work that another transaction was in the way of."""

# what PostgreSQL rolled back for another transaction's sake: serialization failure, deadlock
_AGAIN = ("40001", "40P01")
_READ_ONLY = "25006"
_FULL = ("53100", "53200", _READ_ONLY)  # disk full, out of memory, a server that is read only
_GONE = ("08", "57", "53300")  # connection exceptions, a server that is stopping, too many
_WRONG = ("28", "3D")  # a password or a user that is not right, a database that is not there
_CHANGED = "InvalidCachedStatementError"
"""A statement was prepared before the schema changed; the next try prepares it anew."""

_ALONE = sql("SELECT pg_advisory_xact_lock(7306086972)")
"""One number, the same in all processes, that nobody else uses in this database."""

_UNUSABLE = "server.store: the database can't be used: {}"
_WHOSE = sql("SELECT set_config('hexascope.tenant', :tenant, true)")


class PostgresDatabase:
    """A database of a PostgreSQL server, reached by asyncpg."""

    def __init__(self, address: str) -> None:
        self._address = "postgresql+asyncpg://" + address.partition("://")[2]
        self._engine: AsyncEngine | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process = 0
        self._running = 0
        self._idle = asyncio.Event()

    async def open(self) -> None:
        """Make the pool; a server that is away is met by the first unit of work."""
        self._loop, self._process = asyncio.get_running_loop(), os.getpid()
        self._idle.set()
        self._engine = create_async_engine(
            self._address,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=PATIENCE_S,
            json_serializer=as_json,
            connect_args={
                "timeout": PATIENCE_S,
                "command_timeout": LONGEST_S,
                "server_settings": {"application_name": "hexascope"},
            },
        )

    async def close(self) -> None:
        """Let what runs end, for as long as a connection is waited for; close all connections."""
        engine, self._engine = self._engine, None
        if engine is None:
            return
        try:
            await asyncio.wait_for(self._idle.wait(), PATIENCE_S)
        except TimeoutError:
            pass  # what still runs is cut off, and so rolled back
        finally:
            await engine.dispose()

    async def read(self, work: Work[T], *, tenant: str) -> T:
        """Run in a transaction that PostgreSQL lets change nothing."""
        return await self._tried(work, tenant, readonly=True)

    async def write(self, work: Work[T], *, tenant: str, frees: bool = False) -> T:  # noqa: ARG002 - SQLite asks
        """Run in a transaction; again where another one was in the way."""
        return await self._tried(work, tenant, readonly=False)

    async def alter(self, work: Work[T]) -> T:
        """Run in a transaction that waits for others that change the schema, of all processes."""

        def alone(connection: Connection) -> T:
            connection.execute(_ALONE)
            return work(connection)

        return await self._tried(alone, EVERYWHERE, readonly=False)

    async def copied(self, name: str) -> str:  # noqa: ARG002 - SQLite makes one
        """Copies are the server's: a change of the schema is all or nothing anyhow."""
        return ""

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Wait from another thread."""
        return wait(self._loop, coroutine)

    async def _tried(self, work: Work[T], tenant: str, *, readonly: bool) -> T:
        if self._running >= MOST_WAITING:
            raise TooMuch(f"{MOST_WAITING} units of work wait already: try again in a moment")
        self._running += 1
        self._idle.clear()
        try:
            for attempt in range(1, MOST_TRIES + 1):
                try:
                    return await self._once(work, tenant, readonly=readonly)
                except DBAPIError as error:
                    if readonly and _state(error) == _READ_ONLY:
                        raise  # a mistake of the program, and no disk that is full
                    if attempt == MOST_TRIES or not _may_go_again(error):
                        raise told(error) from None
            raise AssertionError
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def _once(self, work: Work[T], tenant: str, *, readonly: bool) -> T:
        try:
            async with self._begun(tenant, readonly=readonly) as connection:
                return await connection.run_sync(lambda plain: _run(work, plain))
        except NoneFree:
            raise StoreAway("all connections to the database are taken") from None
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            # asyncpg's own are met where no connection could be made
            raise _unreached(error) from None

    @asynccontextmanager
    async def _begun(self, tenant: str, *, readonly: bool) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction of a tenant.

        A connection that was cut while nobody used it is found out here, before any work was done,
        and another taken: to ask each one before its use would cost every unit of work a wait.
        """
        for attempt in range(CONNECTIONS + 1):
            if self._engine is None or self._process != os.getpid():
                raise StoreAway("the database is closed")
            async with self._engine.connect() as connection:
                if readonly:
                    # all that is read is of one moment, as SQLite has it
                    await connection.execution_options(
                        isolation_level="REPEATABLE READ", postgresql_readonly=True
                    )
                try:
                    await connection.execute(_WHOSE, {"tenant": tenant})
                except DBAPIError as error:
                    if not error.connection_invalidated or attempt == CONNECTIONS:
                        raise
                    continue
                yield connection
                await connection.commit()
                return


def _run(work: Work[T], connection: Connection) -> T:
    try:
        return work(connection)
    except StopIteration as error:  # would end a coroutine
        raise RuntimeError("a unit of work ended with StopIteration") from error


def _may_go_again(error: DBAPIError) -> bool:
    return _state(error) in _AGAIN or type(_cause(error)).__name__ == _CHANGED


def _cause(error: DBAPIError) -> BaseException | None:
    return getattr(error.orig, "__cause__", None)


def _state(error: DBAPIError) -> str:
    found = getattr(error.orig, "sqlstate", None) or getattr(_cause(error), "sqlstate", None)
    return str(found or "")


def _unreached(error: Exception) -> HexascopeError:
    state = str(getattr(error, "sqlstate", "") or "")
    if state.startswith(_WRONG):
        return BadSettings(_UNUSABLE.format(error))
    return StoreAway(f"the database does not answer: {str(error) or type(error).__name__}")


def told(error: DBAPIError) -> HexascopeError | DBAPIError:
    """Say what PostgreSQL's refusal means; a broken rule of a table stays what it is."""
    state = _state(error)
    if state in _AGAIN:
        return TooMuch(f"others change the same rows again and again: {error.orig}")
    if state in _FULL:
        return StoreFull(f"the database can't grow: {error.orig}")
    if state.startswith(_WRONG):
        return BadSettings(_UNUSABLE.format(error.orig))
    if error.connection_invalidated or state.startswith(_GONE):
        return StoreAway(f"the database does not answer: {error.orig}")
    if isinstance(error, OperationalError | InterfaceError):
        return CannotWrite(f"the database refused: {error.orig}")
    return error
