"""What a user does with himself: his password, his authenticator, his sessions."""

from contextlib import suppress
from dataclasses import dataclass

from hexascope.domain.access import Caller
from hexascope.domain.deed import Deed
from hexascope.domain.errors import Clash, Denied, NotKnown, TooMuch
from hexascope.services.access.access import Access
from hexascope.services.access.logging_in import (
    OF_ACCOUNT,
    Asked,
    LoggedIn,
    new_session,
    session_of,
    totp_secret,
)
from hexascope.services.access.passwords import refuse_weak
from hexascope.services.access.second import (
    address_of,
    new_recovery_codes,
    new_secret,
    recovery_hash,
    step_of,
)
from hexascope.services.access.tokens import hash_of
from hexascope.store.database.accounts.attempts import Attempts
from hexascope.store.database.accounts.sessions import Sessions
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What an authenticator is set up with: the secret, and the same as an address."""

    secret: str
    address: str


async def change_password(
    access: Access, scope: Scope, caller: Caller, asked: Asked, new: str
) -> LoggedIn:
    """Give oneself another password, who knows the one before: a new session, the others end."""
    user = await _proven(access, scope, caller, asked.password)
    refuse_weak(new, user.name, user.email)
    made = await access.passwords.hashed(new)
    now = access.clock()
    logged = new_session(access, asked, user)
    session = session_of(logged, asked, now)
    await Users(scope).change(user.id, {"password": made, "changed": now}, session=session)
    access.recogniser.forget()
    return logged


async def offer_totp(access: Access, scope: Scope, caller: Caller, password: str) -> Offered:
    """Begin to set up an authenticator; it counts once a code of it was given. Denied, Clash."""
    user = await _proven(access, scope, caller, password)
    if user.totp:
        raise Clash("an authenticator is set up already: take it away first")
    now, secret = access.clock(), new_secret()
    name = f"user/{user.id}/totp"
    secrets = access.vault.of(scope)
    await Users(scope).change(
        user.id,
        {"totp_offered": name, "changed": now},
        ends=False,
        also=lambda connection: secrets.put(connection, name, secret, now),
    )
    return Offered(secret=secret, address=address_of(secret, user.name, "hexascope"))


async def confirm_totp(
    access: Access, scope: Scope, caller: Caller, code: str
) -> tuple[list[str], User]:
    """Finish setting it up by a code of it; gives the recovery codes, here and never again."""
    user = await Users(scope).one(_person(caller))
    if not user.totp_offered or user.totp:
        raise Clash("no authenticator is being set up: begin with that")
    await _spend_try(access, user)
    secret = await totp_secret(access, scope, user.totp_offered)
    step = step_of(secret, code, access.clock(), after=user.totp_step) if secret else None
    if step is None:
        raise Denied("this code is not the one that the authenticator shows now")
    codes = new_recovery_codes()
    changes = {"totp": user.totp_offered, "totp_offered": "", "totp_step": step}
    hashes = [recovery_hash(one, user.id) for one in codes]
    await Users(scope).change_proof(user.id, changes, hashes)
    return codes, user


async def remove_totp(access: Access, scope: Scope, caller: Caller, password: str) -> None:
    """Take one's authenticator away, and its recovery codes; Denied, Clash."""
    user = await _proven(access, scope, caller, password)
    if not user.totp:
        raise Clash("no authenticator is set up")
    await drop_totp(access, scope, user)


async def drop_totp(access: Access, scope: Scope, user: User) -> None:
    """Take a user's authenticator away, by who may."""
    secrets, name = access.vault.of(scope), user.totp or user.totp_offered
    await Users(scope).change_proof(
        user.id,
        {"totp": "", "totp_offered": ""},
        (),
        also=lambda connection: secrets.forget(connection, name) if name else False,
    )


async def end_session(access: Access, scope: Scope, caller: Caller, id_: str) -> None:
    """End one of one's sessions; NotKnown."""
    await Sessions(scope).end(id_, _person(caller))
    access.recogniser.forget()


async def log_out(access: Access, caller: Caller, asked: Asked) -> None:
    """End the session that asks; who has none is out already."""
    deed = Deed(
        tenant=caller.tenant,
        actor=caller.id,
        actor_kind=caller.kind,
        actor_name=caller.name,
        verb="remove",
        resource="own_sessions",
        object=caller.session,
        time=access.clock(),
        request=asked.request,
        address=asked.address,
    )
    with suppress(NotKnown):
        await end_session(
            access, access.store.of(caller.tenant).doing(deed), caller, caller.session
        )


async def end_other_sessions(access: Access, scope: Scope, caller: Caller) -> int:
    """End all of one's sessions but this one; gives how many."""
    ended = await Sessions(scope).end_all(_person(caller), keeps=caller.session)
    access.recogniser.forget()
    return ended


def _person(caller: Caller) -> str:
    if caller.kind != "user":
        raise Denied("this is for people: a token has no password and no sessions")
    return caller.id


async def _proven(access: Access, scope: Scope, caller: Caller, password: str) -> User:
    """Give the user who typed his password once more: a stolen session does not know it."""
    user = await Users(scope).one(_person(caller))
    await _spend_try(access, user)
    fits, _ = await access.passwords.fits(password, user.password)
    if not fits:
        raise Denied("the password is wrong")
    return user


async def _spend_try(access: Access, user: User) -> None:
    """Count a try of who is logged in already; apart from those of logging in."""
    attempts = Attempts(access.store.everywhere())
    key = hash_of(f"own\0{user.id}\0{int(access.clock() // 3600)}")
    wait = await attempts.count({key: OF_ACCOUNT}, access.clock())
    if wait > 0:
        raise TooMuch(f"too many tries: wait {wait:.0f} s")
