"""Secrets of tenants: each sealed by its tenant's data key, which the master key wraps.

A value opens only under the tenant, name and version for which it was sealed: rows that somebody
swaps in the database open no more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import BadInput, CannotExamine, Clash, NotKnown
from hexascope.kit.sealing import new_key, seal, unseal
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.audit import data_keys, secrets

LONGEST_NAME = 200
SHORTEST_VALUE = 8
"""Bytes of the shortest: shorter ones could not be struck from logs without other words."""

LONGEST_VALUE = 64 * 1024
"""Bytes of one secret."""

MOST_SECRETS = 10_000
"""Secrets of one tenant."""

USED_EVERY_S = 60.0
"""A use is noted once in so many seconds: a model's key is read for each panel."""


class Master(Protocol):
    """The master keys: the one in use, and older ones that still open what they wrapped."""

    def present(self) -> tuple[str, bytes]:
        """Give the id and the key in use."""

    def key(self, id: str) -> bytes:  # noqa: A002 - it is one
        """Give the key of an id; BadSettings where it is not at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSecret:
    """What may be told of a secret; times in seconds since 1970."""

    name: str
    version: int
    data_key: int
    created: float
    changed: float
    used: float | None


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets of a scope; of the scope of everything: those of the instance itself.

    The methods that take a connection are parts of other units of work; `now` is the wall clock's.
    """

    scope: Scope
    master: Master
    learn: Callable[[str], None] = lambda _value: None

    def put(self, connection: Connection, name: str, value: str | bytes, now: float) -> int:
        """Keep a value under a name, in place of the one before; give its version."""
        plain = value.encode() if isinstance(value, str) else value
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise BadInput(f"{name[:40]!r} is no name of a secret: 1 to {LONGEST_NAME} letters")
        if not SHORTEST_VALUE <= len(plain) <= LONGEST_VALUE:
            raise BadInput(
                f"the secret {name!r} must have {SHORTEST_VALUE} to {LONGEST_VALUE} bytes"
            )
        self.learn(plain.decode("utf-8", "surrogateescape"))
        self.scope.alone(connection, "secrets")
        before = self._row(connection, name)
        version = before["version"] + 1 if before else 1
        number, key = self._present_key(connection, now)
        row = {
            "tenant": self.scope.tenant,
            "name": name,
            "version": version,
            "data_key": number,
            "sealed": seal(key, plain, self._about(name, version)),
            "created": now,
            "changed": now,
            "used": None,
        }
        self.scope.upsert(connection, secrets, [row], keep=("created",))
        return version

    def open(self, connection: Connection, name: str) -> bytes:
        """Give a value; NotKnown."""
        row = self._row(connection, name)
        if row is None:
            raise NotKnown(f"no secret {name[:LONGEST_NAME]!r} is kept")
        return self._opened(connection, row)

    def forget(self, connection: Connection, name: str) -> bool:
        """Remove a secret; tell whether there was one."""
        which = (secrets.c.tenant == self.scope.tenant, secrets.c.name == name)
        return bool(connection.execute(self.scope.delete(secrets).where(*which)).rowcount)

    async def set(self, name: str, value: str | bytes, now: float) -> int:
        """Keep a value; give its version."""
        return await self.scope.write(lambda connection: self.put(connection, name, value, now))

    async def get(self, name: str, now: float) -> str:
        """Give a value as text, and note that it was used; NotKnown."""

        def work(connection: Connection) -> tuple[bytes, float | None]:
            value = self.open(connection, name)
            row = self._row(connection, name)
            return value, row["used"] if row else None

        value, used = await self.scope.read(work)
        if used is None or not 0 <= now - used < USED_EVERY_S:
            await self._note(name, now)
        return value.decode("utf-8", "replace")

    async def find(self, name: str, now: float) -> str | None:
        """Give a value as text, or None where there is none."""
        try:
            return await self.get(name, now)
        except NotKnown:
            return None

    async def once(self, name: str, make: Callable[[], str], now: float) -> str:
        """Give a value as text; where there is none, make and keep it, once among all servers."""

        def work(connection: Connection) -> str:
            self.scope.alone(connection, "secrets")
            if self._row(connection, name) is None:
                self.put(connection, name, make(), now)
            return self.open(connection, name).decode()

        return await self.scope.database.write(work, tenant=self.scope.tenant)

    async def remove(self, name: str) -> None:
        """Remove one; NotKnown."""

        def work(connection: Connection) -> None:
            if not self.forget(connection, name):
                raise NotKnown(f"no secret {name[:LONGEST_NAME]!r} is kept")

        await self.scope.write(work)

    async def all(self) -> list[KnownSecret]:
        """Give what may be told of each, by name."""

        def work(connection: Connection) -> list[KnownSecret]:
            asked = self._ours(secrets).order_by(secrets.c.name).limit(MOST_SECRETS)
            return [_known(row) for row in connection.execute(asked).mappings()]

        return await self.scope.read(work)

    async def new_data_key(self, now: float) -> int:
        """Make a new data key, by which all is sealed from now on; give its number."""

        def work(connection: Connection) -> int:
            self.scope.alone(connection, "secrets")
            newest = self._newest_key(connection)
            return self._make_key(connection, newest["version"] + 1 if newest else 1, now)[0]

        return await self.scope.write(work)

    async def reseal(self, most: int) -> int:
        """Seal some of those values anew that an older data key still seals; give how many.

        Each has its own version kept, so that one who reads meanwhile meets either.
        """

        def work(connection: Connection) -> int:
            self.scope.alone(connection, "secrets")
            newest = self._newest_key(connection)
            if newest is None:
                return 0
            key = self._unwrapped(newest)
            older = secrets.c.data_key < newest["version"]
            asked = self._ours(secrets).where(older).order_by(secrets.c.name).limit(most)
            rows = connection.execute(asked).mappings().all()
            for row in rows:
                about = self._about(row["name"], row["version"])
                anew = seal(key, self._opened(connection, row), about)
                which = (secrets.c.tenant == self.scope.tenant, secrets.c.name == row["name"])
                connection.execute(
                    self.scope.update(secrets)
                    .where(*which)
                    .values(sealed=anew, data_key=newest["version"])
                )
            if len(rows) < most:
                self._drop_unused(connection, newest["version"])
            return len(rows)

        return await self.scope.write(work)

    async def rewrap(self) -> int:
        """Wrap by the present master key those data keys that an older one wraps."""

        def work(connection: Connection) -> int:
            self.scope.alone(connection, "secrets")
            id_, master = self.master.present()
            asked = self._ours(data_keys).where(data_keys.c.master != id_)
            rows = connection.execute(asked).mappings().all()
            for row in rows:
                wrapped = seal(master, self._unwrapped(row), self._key_about(row["version"]))
                column = data_keys.c
                which = (column.tenant == self.scope.tenant, column.version == row["version"])
                connection.execute(
                    self.scope.update(data_keys).where(*which).values(wrapped=wrapped, master=id_)
                )
            return len(rows)

        return await self.scope.write(work)

    async def _note(self, name: str, now: float) -> None:
        def work(connection: Connection) -> None:
            which = (secrets.c.tenant == self.scope.tenant, secrets.c.name == name)
            connection.execute(self.scope.update(secrets).where(*which).values(used=now))

        # reading is no deed: a scope that has one to record keeps it for what is changed
        await self.scope.database.write(work, tenant=self.scope.tenant)

    def _ours(self, table: Any) -> Any:
        return self.scope.select(table).where(table.c.tenant == self.scope.tenant)

    def _row(self, connection: Connection, name: str) -> RowMapping | None:
        asked = self._ours(secrets).where(secrets.c.name == name)
        found: RowMapping | None = connection.execute(asked).mappings().first()
        return found

    def _opened(self, connection: Connection, row: RowMapping) -> bytes:
        which = data_keys.c.version == row["data_key"]
        found = connection.execute(self._ours(data_keys).where(which)).mappings().first()
        about = self._about(row["name"], row["version"])
        plain = unseal(self._unwrapped(found), row["sealed"], about) if found else None
        if plain is None:
            raise CannotExamine(
                f"the secret {row['name']!r} can't be opened: it was changed in the database;"
                " set it anew"
            )
        self.learn(plain.decode("utf-8", "surrogateescape"))
        return plain

    def _present_key(self, connection: Connection, now: float) -> tuple[int, bytes]:
        newest = self._newest_key(connection)
        if newest is None:
            return self._make_key(connection, 1, now)
        return newest["version"], self._unwrapped(newest)

    def _newest_key(self, connection: Connection) -> RowMapping | None:
        asked = self._ours(data_keys).order_by(data_keys.c.version.desc()).limit(1)
        found: RowMapping | None = connection.execute(asked).mappings().first()
        return found

    def _make_key(self, connection: Connection, version: int, now: float) -> tuple[int, bytes]:
        id_, master = self.master.present()
        key = new_key()
        row = {
            "tenant": self.scope.tenant,
            "version": version,
            "wrapped": seal(master, key, self._key_about(version)),
            "master": id_,
            "created": now,
        }
        self.scope.upsert(connection, data_keys, [row], keep=row)
        made = self._newest_key(connection)
        if made is None or made["version"] != version:
            raise Clash("the keys are being rotated by another: try again")
        return version, self._unwrapped(made)

    def _unwrapped(self, row: RowMapping) -> bytes:
        about = self._key_about(row["version"])
        key = unseal(self.master.key(row["master"]), row["wrapped"], about)
        if key is None:
            raise CannotExamine(
                f"the data key {row['version']} of {self.scope.tenant} can't be opened: it was"
                " changed in the database; restore a backup"
            )
        return key

    def _drop_unused(self, connection: Connection, newest: int) -> None:
        which = (data_keys.c.tenant == self.scope.tenant, data_keys.c.version < newest)
        connection.execute(self.scope.delete(data_keys).where(*which))

    def _about(self, name: str, version: int) -> str:
        return f"{self.scope.tenant}|{name}|{version}"

    def _key_about(self, version: int) -> str:
        return f"data key|{self.scope.tenant}|{version}"


def _known(row: RowMapping) -> KnownSecret:
    return KnownSecret(
        name=row["name"],
        version=row["version"],
        data_key=row["data_key"],
        created=row["created"],
        changed=row["changed"],
        used=row["used"],
    )
