"""Users' own specialists of a tenant: the texts of their files."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import BadInput, Clash, NotKnown
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.content import specialists


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSpecialist:
    """A specialist as it is kept: the text of its file, and who made it when."""

    name: str
    words: str
    by: str
    created: float
    changed: float


@dataclass(frozen=True, slots=True)
class Specialists:
    """The own specialists of a scope."""

    scope: Scope

    async def all(self) -> list[KeptSpecialist]:
        """Give all, by name."""
        return await self.scope.read(self.listed)

    def listed(self, connection: Connection) -> list[KeptSpecialist]:
        """Give all, by name: a unit of work."""
        rows = connection.execute(self.scope.select(specialists).order_by(specialists.c.name))
        return [_kept(row) for row in rows.mappings()]

    async def one(self, name: str) -> KeptSpecialist:
        """Give one; NotKnown."""

        def work(connection: Connection) -> KeptSpecialist:
            chosen = self.scope.select(specialists).where(specialists.c.name == name)
            row = connection.execute(chosen).mappings().first()
            if row is None:
                raise _unknown(name)
            return _kept(row)

        return await self.scope.read(work)

    async def add(self, new: KeptSpecialist, *, most: int) -> None:
        """Keep a new one; Clash where its name is taken, BadInput where it is one too many."""

        def work(connection: Connection) -> None:
            self.scope.alone(connection, "specialists")
            there = self.scope.select(specialists, specialists.c.name)
            names = set(connection.execute(there).scalars())
            if new.name in names:
                raise Clash(f"a specialist {new.name!r} is there already: change or remove it")
            if len(names) >= most:
                raise BadInput(f"{most} own specialists are heard, not more; remove one first")
            connection.execute(self.scope.insert(specialists), [_row(new)])

        await self.scope.write(work)

    async def change(self, name: str, words: str, *, now: float) -> KeptSpecialist:
        """Put another text in the place of one; NotKnown."""

        def work(connection: Connection) -> KeptSpecialist:
            changed = self.scope.update(specialists).where(specialists.c.name == name)
            if not connection.execute(changed.values(words=words, changed=now)).rowcount:
                raise _unknown(name)
            chosen = self.scope.select(specialists).where(specialists.c.name == name)
            return _kept(connection.execute(chosen).mappings().one())

        return await self.scope.write(work)

    async def remove(self, name: str) -> None:
        """Remove one; NotKnown."""

        def work(connection: Connection) -> None:
            gone = self.scope.delete(specialists).where(specialists.c.name == name)
            if not connection.execute(gone).rowcount:
                raise _unknown(name)

        await self.scope.write(work, frees=True)


def _unknown(name: str) -> NotKnown:
    return NotKnown(f"no own specialist is called {name[:80]!r}")


def _row(one: KeptSpecialist) -> dict[str, object]:
    return {
        "name": one.name,
        "words": one.words,
        "by": one.by,
        "created": one.created,
        "changed": one.changed,
    }


def _kept(row: RowMapping) -> KeptSpecialist:
    return KeptSpecialist(
        name=row["name"],
        words=row["words"],
        by=row["by"],
        created=row["created"],
        changed=row["changed"],
    )
