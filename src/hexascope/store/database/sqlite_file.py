"""A file of SQLite: how it is made, opened, looked at, copied, and what its refusals mean."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from hexascope.domain.errors import BadSettings, CannotWrite, HexascopeError, StoreAway, StoreFull
from hexascope.store.database.words import as_json

READERS = 4
BUSY_MS = 10_000
"""How long another process that writes is waited for."""

_PLAIN = "hexascope_plain"
_FULL = ("disk is full", "disk i/o error", "readonly database")


def copy_file(file: Path, copy: Path) -> None:
    new = copy.with_name(f"{copy.name}.new")
    try:
        new.unlink(missing_ok=True)
        made_private(new)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(new)) as target:
            source.backup(target)
        new.replace(copy)
    except (sqlite3.Error, OSError) as error:
        new.unlink(missing_ok=True)
        raise StoreFull(
            f"{file} could not be copied to {copy} before it is changed: {error}"
        ) from None


def made_private(file: Path) -> None:
    """Make the file for its owner alone, as it will hold secrets."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise BadSettings(f"the database {file} can't be opened: {error.strerror}") from None


def look_at(engine: Engine) -> None:
    """Look whether this is a database, on a file system that its log can be shared on."""
    try:
        with plainly(engine) as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    except DatabaseError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise BadSettings(
                f"the database can't be read: {error.orig}; restore a backup"
            ) from None
        raise told(error) from None
    if mode != "wal":
        raise BadSettings(
            f"the database's file system has no shared memory (journal mode {mode}): SQLite needs a"
            " disk of this host"
        )


def plainly(engine: Engine) -> Connection:
    """Connect without a transaction: for what SQLite does outside of one alone."""
    return engine.connect().execution_options(**{_PLAIN: True})


def emptied(engine: Engine) -> bool:
    """Write the log back into the database and cut it; tell whether that could be."""
    try:
        with plainly(engine) as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=100").all()
            try:
                row = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}").all()
            return bool(row[0] == 0)
    except DatabaseError:
        return False


def engine_of(file: Path, *, immediate: bool) -> Engine:
    """Make an engine over a file: WAL, and a sync of the disk at each commit."""
    engine = create_engine(
        f"sqlite:///{file}",
        poolclass=QueuePool,
        pool_size=1 if immediate else READERS,
        json_serializer=as_json,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # transactions begin where SQLAlchemy says, not sqlite3
        if raw.execute("PRAGMA page_count").fetchone() == (0,):  # before a new file's first page
            raw.execute("PRAGMA auto_vacuum=INCREMENTAL")
        for words in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "journal_size_limit=67108864",
            *(() if immediate else ("query_only=ON",)),
        ):
            raw.execute(f"PRAGMA {words}")

    begin = "BEGIN IMMEDIATE" if immediate else "BEGIN"

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        if not connection.get_execution_options().get(_PLAIN):
            connection.exec_driver_sql(begin)

    return engine


def told(error: DatabaseError) -> HexascopeError | DatabaseError:
    """Say what SQLite's refusal means; a broken rule of a table stays what it is."""
    words = str(error.orig).lower()
    if any(one in words for one in _FULL):
        return StoreFull(f"the database can't grow: {error.orig}; make room on its disk")
    if "locked" in words or "unable to open" in words:
        return StoreAway(f"the database does not answer: {error.orig}")
    if "malformed" in words or "not a database" in words:
        return CannotWrite(f"the database is damaged: {error.orig}; hexascope db check tells more")
    if isinstance(error, OperationalError):
        return CannotWrite(f"the database refused: {error.orig}")
    return error
