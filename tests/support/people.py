"""People for tests: users of each role with sessions, made without the cost of passwords."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.testclient import TestClient

from hexascope.bootstrap.serving.access import recognise_by, with_access
from hexascope.bootstrap.serving.parts import Parts
from hexascope.kit.ids import uuid7
from hexascope.server.requests.guard import CSRF_HEADER
from hexascope.services.access.access import Access
from hexascope.services.access.managing import NewToken, add_token
from hexascope.services.access.names import key_of
from hexascope.services.access.passwords import Cost, Passwords
from hexascope.services.access.sessions import csrf_of, new_session_secret
from hexascope.services.access.tokens import hash_of
from hexascope.store.database.accounts.sessions import Proof, Session, Sessions
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.scope import Store
from tests.support.serving import parts_of

QUICK = Cost(rounds=1, kibibytes=8, lanes=1)
PASSWORD = "correct horse battery"


def really_recognising(parts: Parts) -> Parts:
    """Give parts with the real login, but quick passwords: for `served(change=…)`."""
    joined = with_access(parts)
    assert joined.access is not None
    access = replace(joined.access, passwords=Passwords(QUICK))
    return replace(joined, access=access, recognise=recognise_by(access))


def access_in(client: TestClient) -> Access:
    """Give the parts of access of a client's server."""
    access = parts_of(client).access
    assert access is not None
    return access


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user with a live session."""

    tenant: str
    user: User
    secret: str
    session: str

    @property
    def headers(self) -> dict[str, str]:
        """Give what his browser sends with a change."""
        return {"Cookie": f"hexascope={self.secret}", CSRF_HEADER: csrf_of(self.secret)}


async def person(
    store: Store,
    now: float,
    *,
    tenant: str = "acme",
    name: str = "ann",
    roles: Sequence[str] = ("viewer",),
    **more: Any,
) -> Person:
    """Make a user with a session."""
    plain = {"id": uuid7(now), "key": key_of(name), "created": now, "changed": now, **more}
    user = User(name=name, roles=tuple(roles), **plain)
    await Users(store.of(tenant)).add(user)
    return await again(store, now, tenant, user)


async def again(store: Store, now: float, tenant: str, user: User) -> Person:
    """Give a user one more session."""
    secret = new_session_secret()
    session = Session(
        id=uuid7(now), hash=hash_of(secret), user=user.id, created=now, seen=now, ends=now + 3600
    )
    await Sessions(store.of(tenant)).begin(session, Proof())
    return Person(tenant=tenant, user=user, secret=secret, session=session.id)


@dataclass(slots=True)
class People:
    """Makes people of a client's server."""

    client: TestClient
    made: list[Person] = field(default_factory=list)

    def __call__(self, name: str = "ann", *roles: str, tenant: str = "acme", **more: Any) -> Person:
        """Make one."""
        parts = parts_of(self.client)

        async def make() -> Person:
            return await person(
                parts.store, parts.clock(), tenant=tenant, name=name, roles=roles, **more
            )

        assert self.client.portal is not None
        made = self.client.portal.call(make)
        self.made.append(made)
        return made

    def again(self, one: Person) -> Person:
        """Give somebody one more session."""
        parts = parts_of(self.client)
        assert self.client.portal is not None
        return self.client.portal.call(again, parts.store, parts.clock(), one.tenant, one.user)

    def token(self, one: Person, *permissions: str, seconds: float = 3600.0) -> dict[str, str]:
        """Give what a program sends that holds a token of somebody's."""
        access, parts = access_in(self.client), parts_of(self.client)

        async def make() -> str:
            caller = await access.recogniser.by(session=one.secret)
            assert caller is not None
            wanted = NewToken(name="ci", permissions=permissions, ends=access.clock() + seconds)
            words, _ = await add_token(access, parts.store.of(one.tenant), caller, wanted)
            return words

        assert self.client.portal is not None
        return {"Authorization": f"Bearer {self.client.portal.call(make)}"}
