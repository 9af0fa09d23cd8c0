"""SQLite: one thread writes in groups, each kept before one of them is acknowledged; some read."""

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from hexascope.domain.errors import (
    CannotWrite,
    HexascopeError,
    StoreAway,
    StoreFull,
    TooMuch,
)
from hexascope.kit import clock
from hexascope.store.database.contract import Work
from hexascope.store.database.reserve import Reserve
from hexascope.store.database.sqlite_file import (
    READERS,
    copy_file,
    emptied,
    engine_of,
    look_at,
    made_private,
    plainly,
    told,
)
from hexascope.store.database.work.waiting import wait

T = TypeVar("T")

MOST_IN_A_GROUP = 512
"""Units of work that one commit keeps; a commit takes a disk's sync, 1 to 4 ms."""

LONGEST_GROUP_S = 0.1
"""After so long a group is kept, whoever else waits: the first of it has waited long enough."""

MOST_WAITING = 20_000
"""Units of work that may wait; who comes then is told to come later."""

MOST_READS_WAITING = 2_000
LONGEST_FULL_S = 0.5
"""For how long the units of a group are tried one by one once the disk is full."""

_NONE_LEFT = "the disk of the database is full: nothing more is written until there is room on it"


@dataclass(slots=True, kw_only=True, eq=False)
class _Unit:
    work: Callable[[Connection], Any]
    future: "asyncio.Future[Any]"
    frees: bool = False
    alters: bool = False
    result: Any = None
    error: Exception | None = None


class SqliteDatabase:
    """A file; writes go through one thread, which commits many units of work with one sync."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._reserve = Reserve(file)
        self._waiting: queue.SimpleQueue[_Unit | None] = queue.SimpleQueue()
        self._held: _Unit | None = None
        self._readers: ThreadPoolExecutor | None = None
        self._reads = 0
        self._engines: list[Engine] = []
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process = 0

    async def open(self) -> None:
        """Make the engines and start the writer; the file is made if it is not there."""
        self._loop, self._process = asyncio.get_running_loop(), os.getpid()
        made_private(self._file)
        writing = engine_of(self._file, immediate=True)
        reading = engine_of(self._file, immediate=False)
        try:
            await asyncio.to_thread(look_at, writing)
        except BaseException:
            writing.dispose()
            raise
        self._engines = [writing, reading]
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="hexascope-read")
        self._thread = threading.Thread(
            target=self._write_all, args=(writing,), name="hexascope-write", daemon=True
        )
        self._thread.start()

    async def close(self) -> None:
        """Write what waits, then let go; what comes meanwhile is told that it is closed."""
        thread, readers = self._thread, self._readers
        self._thread = self._readers = None
        if thread is not None:
            self._waiting.put(None)
            await asyncio.to_thread(thread.join)
        if readers is not None:
            await asyncio.to_thread(readers.shutdown)
        for engine in self._engines:
            engine.dispose()
        self._engines = []

    async def read(self, work: Work[T], *, tenant: str) -> T:  # noqa: ARG002 - PostgreSQL asks
        """Run in one of the reading threads, on a snapshot of what is committed."""
        if self._readers is None or self._loop is None or self._process != os.getpid():
            raise StoreAway("the database is closed")
        if self._reads >= MOST_READS_WAITING:
            raise TooMuch(f"{MOST_READS_WAITING} questions wait already: try again in a moment")
        self._reads += 1
        try:
            return await self._loop.run_in_executor(self._readers, self._read, work)
        finally:
            self._reads -= 1

    def _read(self, work: Work[T]) -> T:
        try:
            with self._engines[1].begin() as connection:
                return work(connection)
        except DatabaseError as error:
            raise told(error) from None

    async def write(self, work: Work[T], *, tenant: str, frees: bool = False) -> T:  # noqa: ARG002 - as above
        """Give the work to the writer, and wait until the group that holds it is kept."""
        return await self._put(work, frees=frees)

    async def alter(self, work: Work[T]) -> T:
        """Run alone, and without the rules between tables until its end: tables may be rebuilt."""
        return await self._put(work, frees=True, alters=True)

    async def copied(self, name: str) -> str:
        """Copy the file as it is at one moment; StoreFull where there is no room for it."""
        copy = self._file.with_name(f"{self._file.name}.{name}")
        if not copy.exists():
            await asyncio.to_thread(copy_file, self._file, copy)
        return str(copy)

    async def _put(self, work: Work[T], *, frees: bool = False, alters: bool = False) -> T:
        if self._thread is None or self._loop is None or self._process != os.getpid():
            raise StoreAway("the database is closed")
        if self._waiting.qsize() >= MOST_WAITING:
            raise TooMuch(f"{MOST_WAITING} writes wait already: try again in a moment")
        future = self._loop.create_future()
        self._waiting.put(_Unit(work=work, future=future, frees=frees, alters=alters))
        result: T = await future
        return result

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Wait from another thread."""
        return wait(self._loop, coroutine)

    def _write_all(self, engine: Engine) -> None:
        while (unit := self._next()) is not None:
            self._write_one_group(engine, unit)
            unit = None  # what it holds, such as a bundle, is not held until somebody writes again

    def _write_one_group(self, engine: Engine, unit: _Unit) -> None:
        group: list[_Unit] = []
        try:
            if unit.alters:
                group.append(unit)
                self._alter(engine, unit)
            else:
                self._write_group(engine, unit, group)
        except BaseException as error:  # a door: whatever it was, the next group is written
            for one in group:
                one.error = one.error or _plain(error)
        self._tell(group)

    def _next(self) -> _Unit | None:
        unit, self._held = self._held, None
        return self._waiting.get() if unit is None else unit

    def _write_group(self, engine: Engine, first: _Unit, group: list[_Unit]) -> None:
        """Run and keep a group; `group` takes the units as they are begun."""
        try:
            with engine.begin() as connection:
                for unit in self._coming(first):
                    group.append(unit)
                    self._run(connection, unit)
        except DatabaseError as error:
            failure = told(error)
            if isinstance(failure, StoreFull):
                self._full(engine, group, failure)
                return
            for unit in group or [first]:
                unit.error = unit.error or failure
            group[:] = group or [first]  # the transaction itself could not begin
        else:
            if any(unit.frees for unit in group) and not self._reserve.ready():
                self._give_back(engine)

    def _coming(self, first: _Unit) -> Iterator[_Unit]:
        """Give the units of a group: who comes while it is written still belongs to it."""
        ends = clock.monotonic() + LONGEST_GROUP_S
        unit: _Unit | None = first
        for _ in range(MOST_IN_A_GROUP):
            if unit is not None and not unit.future.cancelled():
                yield unit
            if clock.monotonic() >= ends:
                return
            try:
                unit = self._waiting.get_nowait()
            except queue.Empty:
                return
            if unit is None:
                self._waiting.put(None)  # the end: after this group
                return
            if unit.alters:
                self._held = unit  # alone, and next
                return

    def _run(self, connection: Connection, unit: _Unit) -> None:
        """Run one unit within a group: where it fails, the others of the group stay."""
        if not unit.frees and not self._reserve.ready():
            unit.error = StoreFull(_NONE_LEFT)
            return
        connection.exec_driver_sql("SAVEPOINT unit")
        try:
            unit.result = unit.work(connection)
        except DatabaseError as error:
            failure = told(error)
            if isinstance(failure, StoreFull):
                raise  # SQLite may have rolled the whole group back
            unit.error = failure if isinstance(failure, HexascopeError) else error
        except BaseException as error:  # handed to who asked for it
            unit.error = _plain(error)
        if unit.error is not None:
            connection.exec_driver_sql("ROLLBACK TO unit")
        connection.exec_driver_sql("RELEASE unit")

    def _full(self, engine: Engine, group: list[_Unit], failure: HexascopeError) -> None:
        """Try the units of a group that found no room one by one: some are small, some make room.

        The log is emptied first: what the group wrote there before it failed still takes room.
        """
        if not emptied(engine):
            self._reserve.let_go()
            emptied(engine)
            self._reserve.take()
        ends = clock.monotonic() + LONGEST_FULL_S
        for unit in group:
            unit.result, unit.error = None, None
            if clock.monotonic() >= ends:
                unit.error = failure
            elif unit.frees:
                self._freeing(engine, unit)
            else:
                self._alone(engine, unit)
        self._reserve.take()

    def _freeing(self, engine: Engine, unit: _Unit) -> None:
        """Run a unit that makes room on the room of the reserve, and give back what it freed."""
        self._reserve.let_go()
        self._alone(engine, unit)
        self._give_back(engine)

    def _give_back(self, engine: Engine) -> None:
        """Give what was freed within the file back to the disk, and take the reserve again."""
        if not emptied(engine):
            self._reserve.let_go()
            emptied(engine)
        try:
            with plainly(engine) as connection:
                # executed as others are it frees a single page, for it gives no rows to ask for
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.executescript("PRAGMA incremental_vacuum")
        except (DatabaseError, sqlite3.DatabaseError):
            return  # what was freed is used again by what is written next
        finally:
            emptied(engine)
            self._reserve.take()

    def _alone(self, engine: Engine, unit: _Unit) -> None:
        try:
            with engine.begin() as connection:
                self._run(connection, unit)
        except DatabaseError as error:
            failure = told(error)
            unit.error = failure if isinstance(failure, HexascopeError) else error

    def _alter(self, engine: Engine, unit: _Unit) -> None:
        """Run a unit that may rebuild tables: what belongs to their rows must not go with them."""
        with plainly(engine) as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        try:
            unit.work = _keeping_rules(unit.work)
            self._alone(engine, unit)
        finally:
            with plainly(engine) as connection:
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")

    def _tell(self, group: list[_Unit]) -> None:
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(_answer, group)
        except RuntimeError:
            return  # the loop has ended: nobody waits for an answer any more


def _answer(group: list[_Unit]) -> None:
    for unit in group:
        if unit.future.done():
            continue  # who asked has gone
        if unit.error is None:
            unit.future.set_result(unit.result)
        else:
            unit.future.set_exception(unit.error)


def _plain(error: BaseException) -> Exception:
    """Give an error that a future can carry; others would end a loop, or a thread."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    made = RuntimeError(f"a unit of work ended with {type(error).__name__}: {error}")
    made.__cause__ = error
    return made


def _keeping_rules(work: Work[T]) -> Work[T]:
    """Look, at the end of work that ran without them, whether the rules between tables hold."""

    def checked(connection: Connection) -> T:
        result = work(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise CannotWrite(
                f"rows of {broken[0]} would belong to rows of {broken[2]} that are not"
            )
        return result

    return checked
