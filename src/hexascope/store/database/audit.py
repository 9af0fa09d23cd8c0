"""The audit log of each tenant: a chain of records, one for each deed."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Dialect, RowMapping, bindparam
from sqlalchemy.exc import OperationalError

from hexascope.domain.audited import (
    BEGINNING,
    AuditRecord,
    SignedHead,
    canonical,
    chained,
    next_key,
)
from hexascope.domain.deed import Deed
from hexascope.store.database.contract import Database
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.audit import audit_chains, audit_heads, audit_records

MOST_AT_ONCE = 500
"""Records that one question gives."""

MOST_TENANTS = 1000
"""Tenants whose statements are kept ready."""

_KEPT = tuple(column.name for column in audit_records.columns if column.name != "tenant")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as its driver takes it, and the order of its parameters: to have SQLAlchemy
    build it anew costs each change of state more than the change."""

    words: str
    order: tuple[str, ...]
    fixed: Mapping[str, Any]

    def run(self, connection: Connection, **values: Any) -> Sequence[Any] | None:
        """Execute it, and give its first row, if it has one."""
        given = {**self.fixed, **values} if self.fixed else values
        told = tuple(given[name] for name in self.order)
        if connection.dialect.name != "sqlite":
            found = connection.exec_driver_sql(self.words, told)
            return found.one_or_none() if found.returns_rows else None
        # past SQLAlchemy's own cursor, which costs more than SQLite
        raw: Any = connection.connection.driver_connection
        try:
            row: Sequence[Any] | None = raw.execute(self.words, told).fetchone()
        except sqlite3.OperationalError as error:
            raise OperationalError(self.words, told, error) from None
        return row


@dataclass(frozen=True, slots=True)
class Recorder:
    """What writes the audit log; `seal(plain, about)` hides the first key of a chain."""

    database: Database
    seal: Callable[[bytes, str], bytes]
    prepared: dict[tuple[str, str], tuple[Prepared, Prepared, Prepared]] = field(
        default_factory=dict
    )

    def __call__(self, connection: Connection, deed: Deed) -> None:
        """Record a deed in the transaction of what was done; the tenant's chain waits for it."""
        newest, record, advance = self._statements(connection.dialect, deed.tenant)
        row = newest.run(connection) or self._begun(connection, deed.tenant, newest)
        seq, prev, key = row
        made = chained(deed, tenant=deed.tenant, seq=seq + 1, prev=prev, key=bytes(key))
        values = {name: getattr(made, name) for name in _KEPT}
        values["details"] = canonical(made.details).decode()
        record.run(connection, **values)
        advance.run(connection, now_seq=made.seq, now_hash=made.hash, now_key=next_key(bytes(key)))

    def _begun(self, connection: Connection, tenant: str, newest: Prepared) -> Sequence[Any]:
        """Begin a tenant's chain, unless another transaction just did."""
        scope = _scope(self.database, tenant)
        key = secrets.token_bytes(32)
        row = {
            "tenant": tenant,
            "seq": 0,
            "hash": BEGINNING,
            "key": key,
            "start": self.seal(key, start_of(tenant)),
            "signed_seq": 0,
            "signed_at": 0.0,
        }
        scope.upsert(connection, audit_chains, [row], keep=row)
        found = newest.run(connection)
        assert found is not None
        return found

    def _statements(self, dialect: Dialect, tenant: str) -> tuple[Prepared, Prepared, Prepared]:
        found = self.prepared.get((dialect.name, tenant))
        if found is None:
            if len(self.prepared) >= MOST_TENANTS:
                self.prepared.clear()
            found = _prepared(_scope(self.database, tenant), dialect)
            self.prepared[dialect.name, tenant] = found
        return found


def _scope(database: Database, tenant: str) -> Scope:
    return Scope(database=database, tenant=tenant, record=lambda _connection, _deed: None)


def _prepared(scope: Scope, dialect: Dialect) -> tuple[Prepared, Prepared, Prepared]:
    # the tenant is named once more: the log of the whole instance is that of the tenant `*`
    chains = audit_chains.c
    newest = (
        scope.select(audit_chains, chains.seq, chains.hash, chains.key)
        .where(chains.tenant == scope.tenant)
        .with_for_update()
    )
    record = scope.insert(audit_records).values(
        tenant=scope.tenant, **{name: bindparam(name) for name in _KEPT}
    )
    advance = (
        scope.update(audit_chains)
        .where(chains.tenant == scope.tenant)
        .values(seq=bindparam("now_seq"), hash=bindparam("now_hash"), key=bindparam("now_key"))
    )
    return _ready(newest, dialect), _ready(record, dialect), _ready(advance, dialect)


def _ready(statement: Any, dialect: Dialect) -> Prepared:
    compiled = statement.compile(dialect=dialect)
    return Prepared(
        words=str(compiled), order=tuple(compiled.positiontup), fixed=dict(compiled.params)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are asked for; empty words ask for all, `until` is not included."""

    actor: str = ""
    verb: str = ""
    resource: str = ""
    object: str = ""
    since: float = 0.0
    until: float = float("inf")


ALL = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Where a tenant's log stands."""

    tenant: str
    seq: int
    hash: str
    start: bytes
    signed_seq: int
    signed_at: float


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The audit log of a scope."""

    scope: Scope

    async def newest(
        self, wanted: Wanted = ALL, *, before: int = 0, limit: int = 100
    ) -> list[AuditRecord]:
        """Give the newest records first; `before` is the number of the last one of a page before.

        Their `prev` is not told: `after` gives whole ones.
        """

        def work(connection: Connection) -> list[AuditRecord]:
            kept = audit_records.c
            asked = self._of_tenant(audit_records).order_by(kept.seq.desc())
            for name in ("actor", "verb", "resource", "object"):
                if getattr(wanted, name):
                    asked = asked.where(kept[name] == getattr(wanted, name))
            if wanted.since:
                asked = asked.where(kept.time >= wanted.since)
            if wanted.until != float("inf"):
                asked = asked.where(kept.time < wanted.until)
            if before:
                asked = asked.where(kept.seq < before)
            rows = connection.execute(asked.limit(min(limit, MOST_AT_ONCE))).mappings()
            return [record_of(row) for row in rows]

        return await self.scope.read(work)

    async def after(self, seq: int, prev: str, limit: int = MOST_AT_ONCE) -> list[AuditRecord]:
        """Give the records after one whose hash is `prev`, in their order, as they were hashed."""

        def work(connection: Connection) -> list[AuditRecord]:
            kept = audit_records.c
            asked = self._of_tenant(audit_records).where(kept.seq > seq)
            rows = connection.execute(asked.order_by(kept.seq).limit(limit)).mappings()
            found, last = [], prev
            for row in rows:
                found.append(record_of(row, last))
                last = row["hash"]
            return found

        return await self.scope.read(work)

    async def chain(self) -> Chain | None:
        """Give where the log stands; None before the first record."""

        def work(connection: Connection) -> Chain | None:
            row = connection.execute(self._of_tenant(audit_chains)).mappings().first()
            return _chain(row) if row else None

        return await self.scope.read(work)

    async def chains(self) -> list[Chain]:
        """Give where the log of each tenant of the scope stands."""

        def work(connection: Connection) -> list[Chain]:
            asked = self.scope.select(audit_chains).order_by(audit_chains.c.tenant)
            return [_chain(row) for row in connection.execute(asked).mappings()]

        return await self.scope.read(work)

    async def heads(self, *, after: int = 0, limit: int = MOST_AT_ONCE) -> list[SignedHead]:
        """Give the signed heads, the oldest first."""

        def work(connection: Connection) -> list[SignedHead]:
            asked = self._of_tenant(audit_heads).where(audit_heads.c.seq > after)
            rows = connection.execute(asked.order_by(audit_heads.c.seq).limit(limit))
            return [_head(row) for row in rows.mappings()]

        return await self.scope.read(work)

    async def not_given(self, limit: int = MOST_AT_ONCE) -> list[SignedHead]:
        """Give the heads of all tenants of the scope that no outside place has taken yet."""

        def work(connection: Connection) -> list[SignedHead]:
            asked = self.scope.select(audit_heads).where(audit_heads.c.given.is_(None))
            rows = connection.execute(asked.order_by(audit_heads.c.time).limit(limit))
            return [_head(row) for row in rows.mappings()]

        return await self.scope.read(work)

    async def given(self, heads: Sequence[SignedHead], now: float) -> None:
        """Keep that the outside place has taken heads."""

        def work(connection: Connection) -> None:
            for one in heads:
                column = audit_heads.c
                which = (column.tenant == one.tenant, column.seq == one.seq)
                connection.execute(self.scope.update(audit_heads).where(*which).values(given=now))

        await self.scope.write(work)

    async def sign(
        self, now: float, sign: Callable[[SignedHead], SignedHead], *, records: int, seconds: float
    ) -> list[SignedHead]:
        """Sign the heads of those chains that grew by so many records, or so long ago."""

        def work(connection: Connection) -> list[SignedHead]:
            kept = audit_chains.c
            grown = kept.seq - kept.signed_seq
            old = (kept.signed_at <= now - seconds) | (kept.signed_at > now)
            asked = self.scope.select(audit_chains).where(grown > 0, (grown >= records) | old)
            made = []
            for row in connection.execute(asked.with_for_update()).mappings():
                head = SignedHead(
                    tenant=row["tenant"],
                    seq=row["seq"],
                    time=now,
                    hash=row["hash"],
                    public_key="",
                )
                made.append(sign(head))
                signed = {"signed_seq": row["seq"], "signed_at": now}
                connection.execute(
                    self.scope.update(audit_chains)
                    .where(kept.tenant == row["tenant"])
                    .values(**signed)
                )
            for head in made:
                said = {name: getattr(head, name) for name in _HEAD}
                connection.execute(
                    self.scope.insert(audit_heads).values(tenant=head.tenant, **said)
                )
            return made

        return await self.scope.write(work)

    async def take_start(self) -> bytes:
        """Give the tenant's first key, sealed, and forget it; empty where it was taken before."""

        def work(connection: Connection) -> bytes:
            row = connection.execute(self._of_tenant(audit_chains)).mappings().first()
            if row is None:
                return b""
            which = audit_chains.c.tenant == self.scope.tenant
            connection.execute(self.scope.update(audit_chains).where(which).values(start=b""))
            return bytes(row["start"])

        return await self.scope.write(work)

    async def reseal(self, anew: Callable[[bytes, str], bytes]) -> None:
        """Have the first keys of all chains of the scope sealed anew, as a new master key asks."""

        def work(connection: Connection) -> None:
            kept = audit_chains.c
            asked = self.scope.select(audit_chains, kept.tenant, kept.start)
            for tenant, start in connection.execute(asked).all():
                sealed = anew(bytes(start), start_of(tenant))
                if sealed != bytes(start):
                    which = (kept.tenant == tenant, kept.start == start)
                    statement = self.scope.update(audit_chains).where(*which)
                    connection.execute(statement.values(start=sealed))

        await self.scope.write(work)

    def _of_tenant(self, table: Any) -> Any:
        return self.scope.select(table).where(table.c.tenant == self.scope.tenant)


def start_of(tenant: str) -> str:
    """Give the thing for which the first key of a tenant is sealed."""
    return f"audit|{tenant}"


_HEAD = ("seq", "time", "hash", "public_key", "signature")


def record_of(row: RowMapping, prev: str = "") -> AuditRecord:
    """Read a record; details that are no JSON any more are given as they are, to be found."""
    said = {name: row[name] for name in _KEPT}
    try:
        details = json.loads(row["details"])
    except ValueError:
        details = None
    said["details"] = details if isinstance(details, dict) else {"": row["details"]}
    return AuditRecord(tenant=row["tenant"], prev=prev, **said)


def _chain(row: RowMapping) -> Chain:
    return Chain(
        tenant=row["tenant"],
        seq=row["seq"],
        hash=row["hash"],
        start=bytes(row["start"]),
        signed_seq=row["signed_seq"],
        signed_at=row["signed_at"],
    )


def _head(row: RowMapping) -> SignedHead:
    return SignedHead(tenant=row["tenant"], **{name: row[name] for name in _HEAD})
