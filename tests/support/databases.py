"""Databases for tests: each suite runs over SQLite in a file and over a real PostgreSQL."""

import asyncio
import atexit
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import anyio.from_thread

from hexascope.store.database import migrating
from hexascope.store.database.contract import Database
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Scope, Store
from tests.support.servers import postgres_address, sqlite_address

T = TypeVar("T")

KINDS = ("sqlite", "postgresql")
"""For `@pytest.fixture(params=KINDS)`."""


def address_of(kind: str, folder: Path) -> str:
    """Give the address of an empty database of a kind; skips where its server can't start."""
    return sqlite_address(folder) if kind == "sqlite" else postgres_address()


@cache
def _template(kind: str) -> str:
    """Give a database with all its tables, which others are copied from; made once a run."""
    folder = Path(tempfile.mkdtemp(prefix="hexascope-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    address = address_of(kind, folder)
    StoreAt(address)
    return address


def migrated_address(kind: str, folder: Path) -> str:
    """Give the address of a database with all its tables and nothing in them."""
    if kind == "postgresql":
        return postgres_address(_template(kind))
    address = sqlite_address(folder)
    shutil.copy(_file(_template(kind)), _file(address))
    return address


def _file(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


@asynccontextmanager
async def opened(address: str, *, migrated: bool = True) -> AsyncIterator[Database]:
    """Open a database, with all its tables."""
    database = database_at(address)
    await database.open()
    try:
        if migrated:
            await migrating.upgrade(database)
        yield database
    finally:
        await database.close()


class StoreAt:
    """A migrated database that a test opens anew for each piece of async work.

    `run(lambda store: …)` gives the piece a Store and waits for it.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.run(_nothing)

    def run(self, work: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
        """Open, work, close."""

        async def whole() -> T:
            async with opened(self.address) as database:
                return await work(Store(database=database))

        return asyncio.run(whole())


async def _nothing(_store: Store) -> None:
    return None


@contextmanager
def beside(address: str) -> Iterator[Store]:
    """Keep a migrated store open in a loop of another thread, for forms that block."""
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(opened(address)) as database,
    ):
        yield Store(database=database)


class SharedStores:
    """One store of each kind for a whole run: each test takes a tenant of its own in it.

    It is what suites of forms that block need: opening a database for each test would take long.
    """

    def __init__(self, folder: Path, held: ExitStack) -> None:
        self._folder = folder
        self._held = held
        self._stores: dict[str, Store] = {}

    def scope_of(self, kind: str) -> Scope:
        """Give the rows of a tenant that nobody else uses; skips where its server can't start."""
        if kind not in self._stores:
            address = address_of(kind, self._folder)
            self._stores[kind] = self._held.enter_context(beside(address))
        return self._stores[kind].of(f"t-{secrets.token_hex(8)}")
