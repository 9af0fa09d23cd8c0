"""Logging in by name and password, with the code of an authenticator where one is set up."""

import math
from dataclasses import dataclass, replace
from ipaddress import IPv6Address, ip_address, ip_network

from hexascope.domain.deed import Deed
from hexascope.domain.errors import Clash, Denied, NotKnown, TooMuch
from hexascope.kit.ids import uuid7
from hexascope.services.access.access import Access
from hexascope.services.access.names import key_of
from hexascope.services.access.second import recovery_hash, step_of
from hexascope.services.access.sessions import csrf_of, new_session_secret
from hexascope.services.access.tokens import hash_of
from hexascope.store.database.accounts.attempts import Attempts, Patience
from hexascope.store.database.accounts.sessions import Proof, Session, Sessions
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.scope import Scope

OF_ACCOUNT = Patience(free=5, first_s=2.0, longest_s=900.0)
"""Five wrong tries of one account, then pauses of 2 s, 4 s, … up to a quarter of an hour."""

OF_ADDRESS = Patience(free=30, first_s=2.0, longest_s=900.0)
"""Of one address, behind which there may be an office."""

SHARED_BITS = 64
"""Of an IPv6 address: what a provider gives to one household or machine."""

LONGEST_CODE = 32
LONGEST_BROWSER = 256


class LoginFailed(Denied):
    """Name, password or code is wrong; which one is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody types to log in, and from where; `request` is its id for the audit log."""

    tenant: str
    name: str
    password: str
    code: str = ""
    address: str = ""
    browser: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """A session that has begun; `secret` belongs into the cookie and nowhere else."""

    secret: str
    csrf: str
    session: str
    tenant: str
    user: User
    ends: float


async def log_in(access: Access, asked: Asked) -> LoggedIn:
    """Begin a session; LoginFailed, or TooMuch where there were too many tries.

    Users that don't exist, have no password or are disabled take the same way, and as long.
    """
    now = access.clock()
    account, address = _keys(asked)
    attempts = Attempts(access.store.everywhere())
    wait = await attempts.count({account: OF_ACCOUNT, address: OF_ADDRESS}, now)
    if wait > 0:
        raise TooMuch(f"too many tries: wait {math.ceil(wait)} s")
    scope = access.store.of(asked.tenant)
    user = await Users(scope).named(key_of(asked.name))
    fits, newer = await access.passwords.fits(asked.password, user.password if user else "")
    proof = await _second(access, scope, user, asked.code, now)
    if user is None or user.disabled or not fits or proof is None:
        raise LoginFailed("the name, the password or the code is wrong")
    proof = replace(proof, password=newer)
    try:
        return await begin_session(access, asked, user, proof, attempts=(account, address))
    except Clash:
        raise LoginFailed("the name, the password or the code is wrong") from None


async def begin_session(
    access: Access,
    asked: Asked,
    user: User,
    proof: Proof,
    *,
    attempts: tuple[str, str] | None = None,
) -> LoggedIn:
    """Begin the session of a user who has proven who he is; Clash where the proof is used up."""
    logged = new_session(access, asked, user)
    deed = Deed(
        tenant=asked.tenant,
        actor=user.id,
        actor_kind="user",
        actor_name=user.name,
        verb="create",
        resource="sessions",
        object=logged.session,
        time=access.clock(),
        request=asked.request,
        address=asked.address,
    )
    scope = access.store.of(asked.tenant).doing(deed)
    await Sessions(scope).begin(session_of(logged, asked, access.clock()), proof, attempts)
    return logged


def new_session(access: Access, asked: Asked, user: User) -> LoggedIn:
    """Make a session's secret; it is not kept yet."""
    now, secret = access.clock(), new_session_secret()
    return LoggedIn(
        secret=secret,
        csrf=csrf_of(secret),
        session=uuid7(now),
        tenant=asked.tenant,
        user=user,
        ends=now + access.lives.whole,
    )


def session_of(logged: LoggedIn, asked: Asked, now: float) -> Session:
    """Give what is kept of a new session."""
    return Session(
        id=logged.session,
        hash=hash_of(logged.secret),
        user=logged.user.id,
        created=now,
        seen=now,
        ends=logged.ends,
        address=asked.address[:64],
        browser="".join(one for one in asked.browser if one.isprintable())[:LONGEST_BROWSER],
    )


def _keys(asked: Asked) -> tuple[str, str]:
    account = f"account\0{asked.tenant}\0{key_of(asked.name)}"
    return hash_of(account), hash_of(f"address\0{network_of(asked.address)}")


def network_of(address: str) -> str:
    """Give what one person has: an address of IPv4, or the 2^64 of an IPv6 network."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ip_network((found, SHARED_BITS), strict=False))
    return str(found)


async def _second(
    access: Access, scope: Scope, user: User | None, code: str, now: float
) -> Proof | None:
    """Give what a code proves; None where one is needed and this is none."""
    if user is None or not user.totp:
        return Proof()
    secret = await totp_secret(access, scope, user.totp)
    if secret is None or len(code) > LONGEST_CODE:
        return None
    step = step_of(secret, code, now, after=user.totp_step)
    if step is not None:
        return Proof(step=step)
    recovery = recovery_hash(code, user.id)
    return Proof(recovery=recovery) if recovery else None


async def totp_secret(access: Access, scope: Scope, name: str) -> str | None:
    """Give the secret of an authenticator; None where somebody removed it: nobody gets in by it."""
    secrets = access.vault.of(scope)
    try:
        kept = await scope.read(lambda connection: secrets.open(connection, name))
    except NotKnown:
        return None
    return kept.decode()
