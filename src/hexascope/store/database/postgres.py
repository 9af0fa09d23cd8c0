"""PostgreSQL: units of work in transactions of their own, each told whose rows it may see."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from hexascope.domain.errors import CannotWrite, HexascopeError, StoreAway, StoreFull
from hexascope.store.database.contract import Work

T = TypeVar("T")

CONNECTIONS = 10
MOST_CONNECTIONS = 20
PATIENCE_S = 10.0
"""How long a free connection, or a new one, is waited for."""

MOST_TRIES = 4
"""Tries of a unit of work that another transaction was in the way of."""

_AGAIN = ("40001", "40P01")  # serialization failure, deadlock: PostgreSQL rolled it back
_FULL = ("53100", "53200", "25006")  # disk full, out of memory, read only
_GONE = ("08", "57P")  # connection exceptions, a server that is being stopped

_WHOSE = sql("SELECT set_config('hexascope.tenant', :tenant, true)")


class PostgresDatabase:
    """A database of a PostgreSQL server, reached by asyncpg."""

    def __init__(self, address: str) -> None:
        self._address = "postgresql+asyncpg://" + address.partition("://")[2]
        self._engine: AsyncEngine | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        """Make the pool; a server that is away is met by the first unit of work."""
        self._loop = asyncio.get_running_loop()
        self._engine = create_async_engine(
            self._address,
            pool_size=CONNECTIONS,
            max_overflow=MOST_CONNECTIONS - CONNECTIONS,
            pool_timeout=PATIENCE_S,
            pool_pre_ping=True,
            connect_args={"timeout": PATIENCE_S},
        )

    async def close(self) -> None:
        """Close all connections."""
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None

    async def read(self, work: Work[T], *, tenant: str) -> T:
        """Run in a transaction that is rolled back by nobody, for it changes nothing."""
        return await self.write(work, tenant=tenant)

    async def write(self, work: Work[T], *, tenant: str) -> T:
        """Run in a transaction; again where another one was in the way."""
        if self._engine is None:
            raise StoreAway("the database is closed")
        for attempt in range(1, MOST_TRIES + 1):
            try:
                async with self._engine.begin() as connection:
                    await connection.execute(_WHOSE, {"tenant": tenant})
                    return await connection.run_sync(lambda plain: _run(work, plain))
            except DBAPIError as error:
                if attempt == MOST_TRIES or _state(error) not in _AGAIN:
                    raise told(error) from None
            except NoneFree:
                raise StoreAway("all connections to the database are taken") from None
            except OSError as error:
                raise StoreAway(f"the database does not answer: {error}") from None
        raise AssertionError

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Wait from another thread."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


def _run(work: Work[T], connection: Connection) -> T:
    return work(connection)


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", "") or "")


def told(error: DBAPIError) -> HexascopeError | DBAPIError:
    """Say what PostgreSQL's refusal means; a broken rule of a table stays what it is."""
    state = _state(error)
    if state in _FULL:
        return StoreFull(f"the database can't grow: {error.orig}")
    if error.connection_invalidated or state.startswith(_GONE):
        return StoreAway(f"the database does not answer: {error.orig}")
    if isinstance(error, OperationalError | InterfaceError):
        return CannotWrite(f"the database refused: {error.orig}")
    return error
