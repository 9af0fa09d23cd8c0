"""SQLite: one thread writes in groups, each kept before one of them is acknowledged; some read."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from hexascope.domain.errors import CannotWrite, HexascopeError, StoreAway, StoreFull, TooMuch
from hexascope.store.database.contract import Work

T = TypeVar("T")

READERS = 4
MOST_IN_A_GROUP = 512
"""Units of work that one commit keeps; a commit takes a disk's sync, 1 to 4 ms."""

MOST_WAITING = 20_000
"""Units of work that may wait; who comes then is told to come later."""

BUSY_MS = 10_000
"""How long another process that writes is waited for."""

_FULL = ("disk is full", "disk i/o error", "readonly database")


@dataclass(slots=True, kw_only=True)
class _Unit:
    work: Callable[[Connection], Any]
    future: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None


class SqliteDatabase:
    """A file; writes go through one thread, which commits many units of work with one sync."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._waiting: queue.SimpleQueue[_Unit | None] = queue.SimpleQueue()
        self._readers: ThreadPoolExecutor | None = None
        self._engines: list[Engine] = []
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        """Make the engines and start the writer; the file is made if it is not there."""
        self._loop = asyncio.get_running_loop()
        writing = engine_of(self._file, immediate=True)
        reading = engine_of(self._file, immediate=False)
        self._engines = [writing, reading]
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="hexascope-read")
        self._thread = threading.Thread(
            target=self._write_all, args=(writing,), name="hexascope-write", daemon=True
        )
        self._thread.start()

    async def close(self) -> None:
        """Write what waits, then let go."""
        if self._thread is not None:
            self._waiting.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None
        if self._readers is not None:
            self._readers.shutdown()
            self._readers = None
        for engine in self._engines:
            engine.dispose()
        self._engines = []

    async def read(self, work: Work[T], *, tenant: str) -> T:  # noqa: ARG002 - PostgreSQL asks
        """Run in one of the reading threads, on a snapshot of what is committed."""
        if self._readers is None or self._loop is None:
            raise StoreAway("the database is closed")
        return await self._loop.run_in_executor(self._readers, self._read, work)

    def _read(self, work: Work[T]) -> T:
        try:
            with self._engines[1].begin() as connection:
                return work(connection)
        except OperationalError as error:
            raise told(error) from None

    async def write(self, work: Work[T], *, tenant: str) -> T:  # noqa: ARG002 - as above
        """Give the work to the writer, and wait until the group that holds it is kept."""
        if self._thread is None or self._loop is None:
            raise StoreAway("the database is closed")
        if self._waiting.qsize() >= MOST_WAITING:
            raise TooMuch(f"{MOST_WAITING} writes wait already: try again in a moment")
        unit = _Unit(work=work, future=self._loop.create_future())
        self._waiting.put(unit)
        result: T = await unit.future
        return result

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Wait from another thread."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def _write_all(self, engine: Engine) -> None:
        ends = False
        while not ends:
            first = self._waiting.get()
            group = [] if first is None else [first]
            ends = first is None
            while not ends and len(group) < MOST_IN_A_GROUP:
                try:
                    unit = self._waiting.get_nowait()
                except queue.Empty:
                    break
                ends = unit is None
                if unit is not None:
                    group.append(unit)
            if group:
                self._write_group(engine, group)

    def _write_group(self, engine: Engine, group: list[_Unit]) -> None:
        try:
            with engine.begin() as connection:
                for unit in group:
                    _run(connection, unit)
        except Exception as error:  # a door: each of the group is told of it
            failure = told(error) if isinstance(error, OperationalError) else error
            for unit in group:
                unit.error = unit.error or failure
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(_tell, group)
        except RuntimeError:
            return  # the loop has ended: nobody waits for an answer any more


def _run(connection: Connection, unit: _Unit) -> None:
    """Run one unit within a group: where it fails, the others of the group stay."""
    connection.exec_driver_sql("SAVEPOINT unit")
    try:
        unit.result = unit.work(connection)
    except OperationalError as error:
        failure = told(error)
        if isinstance(failure, StoreFull):
            raise  # SQLite has rolled the whole group back
        unit.error = failure
    except Exception as error:  # handed to who asked for it
        unit.error = error
    if unit.error is None:
        connection.exec_driver_sql("RELEASE unit")
    else:
        connection.exec_driver_sql("ROLLBACK TO unit")
        connection.exec_driver_sql("RELEASE unit")


def _tell(group: list[_Unit]) -> None:
    for unit in group:
        if unit.future.done():
            continue  # who asked has gone
        if unit.error is None:
            unit.future.set_result(unit.result)
        else:
            unit.future.set_exception(unit.error)


def engine_of(file: Path, *, immediate: bool) -> Engine:
    """Make an engine over a file: WAL, and a sync of the disk at each commit."""
    engine = create_engine(
        f"sqlite:///{file}",
        poolclass=QueuePool,
        pool_size=1 if immediate else READERS,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # transactions begin where SQLAlchemy says, not sqlite3
        for words in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "journal_size_limit=67108864",
        ):
            raw.execute(f"PRAGMA {words}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def told(error: OperationalError) -> HexascopeError:
    """Say what SQLite's refusal means."""
    words = str(error.orig).lower()
    if any(one in words for one in _FULL):
        return StoreFull(f"the database can't grow: {error.orig}; make room on its disk")
    if "locked" in words or "unable to open" in words:
        return StoreAway(f"the database does not answer: {error.orig}")
    return CannotWrite(f"the database refused: {error.orig}")
