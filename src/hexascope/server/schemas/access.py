"""Logging in, users, roles, sessions and tokens, as the API shows and takes them."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hexascope.domain.access import MOST_LETTERS, Caller
from hexascope.kit.clock import rfc3339
from hexascope.services.access.logging_in import LONGEST_CODE, LoggedIn
from hexascope.services.access.managing import LONGEST_EMAIL
from hexascope.services.access.names import LONGEST_NAME
from hexascope.services.access.passwords import LONGEST_BYTES
from hexascope.services.access.roles import MOST_PERMISSIONS, MOST_ROLES
from hexascope.services.access.setting_up import LONGEST_LINK
from hexascope.store.database.accounts.sessions import Session
from hexascope.store.database.accounts.tokens import Token
from hexascope.store.database.accounts.users import User

Name = Annotated[str, StringConstraints(min_length=1, max_length=2 * LONGEST_NAME)]
Email = Annotated[str, StringConstraints(max_length=LONGEST_EMAIL)]
Password = Annotated[str, StringConstraints(max_length=LONGEST_BYTES)]
Code = Annotated[str, StringConstraints(max_length=LONGEST_CODE)]
TenantId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,63}$")]
RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
Words = Annotated[str, StringConstraints(min_length=3, max_length=MOST_LETTERS)]
Link = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LINK)]
Bearer = Annotated[str, StringConstraints(min_length=1, max_length=4096)]


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [values]})


class Login(BaseModel):
    """Who logs in; `code` is one of the authenticator, or a recovery code."""

    model_config = _example(name="ann", password="correct horse battery staple")  # noqa: S106
    name: Name
    password: Password
    code: Code = ""
    tenant: TenantId = "default"


class SetUp(BaseModel):
    """The one-time link (what stands behind #), and who is to be: a set user keeps the name."""

    model_config = _example(link="…", name="ann", password="correct horse battery")  # noqa: S106
    link: Link
    password: Password
    name: Annotated[str, StringConstraints(max_length=2 * LONGEST_NAME)] = ""
    email: Email = ""


class LoggedInShown(BaseModel):
    """A session: its cookie came along; `csrf` goes into X-CSRF-Token with each change."""

    id: str
    name: str
    tenant: str
    roles: list[str]
    csrf: str
    session: str
    ends: str


class Me(BaseModel):
    """Who asks, and what he may; `csrf` for who has a session.

    `email` and `has_authenticator` are a user's: empty and false for a token.
    """

    id: str
    name: str
    kind: str
    tenant: str
    roles: list[str]
    permissions: list[str]
    instance: bool
    csrf: str
    email: str
    has_authenticator: bool


class NewPassword(BaseModel):
    """Another password, by who knows the one before."""

    model_config = ConfigDict(extra="forbid")
    old: Password
    new: Password


class Proof(BaseModel):
    """One's password once more."""

    model_config = ConfigDict(extra="forbid")
    password: Password


class TotpOffered(BaseModel):
    """What an authenticator is set up with; it counts once a code of it was sent."""

    secret: str
    address: str


class TotpCode(BaseModel):
    """A code that the authenticator shows."""

    model_config = _example(code="123456")
    code: Code


class RecoveryCodes(BaseModel):
    """Codes that stand in for a lost authenticator, each once; they are shown this time only."""

    codes: list[str]


class NewUser(BaseModel):
    """A user to be; without a password a one-time link is made for him."""

    model_config = _example(name="ann", email="ann@example.org", roles=["operator"])
    name: Name
    email: Email = ""
    password: Password | None = None
    roles: Annotated[list[RoleName], Field(max_length=MOST_ROLES)] = []
    instance: bool = False


class UserChange(BaseModel):
    """What is to change of a user; what is not named stays."""

    model_config = _example(roles=["viewer", "approver"])
    name: Name | None = None
    email: Email | None = None
    password: Password | None = None
    roles: Annotated[list[RoleName], Field(max_length=MOST_ROLES)] | None = None
    disabled: bool | None = None
    instance: bool | None = None


class UserShown(BaseModel):
    """A user; `link` only where one was made just now: it is shown this time only."""

    id: str
    name: str
    email: str
    roles: list[str]
    disabled: bool
    instance: bool
    has_password: bool
    has_authenticator: bool
    created: str
    changed: str
    seen: str | None
    link: str | None = None


class LinkShown(BaseModel):
    """A one-time address at which a user sets his password; it is shown this time only."""

    link: str
    seconds: float


class RoleShown(BaseModel):
    """A role; those that every tenant has can't be changed."""

    name: str
    permissions: list[str]
    own: bool


class RoleIn(BaseModel):
    """The permissions of an own role: `verb:resource` or `verb:resource:host=web-*`."""

    model_config = _example(permissions=["read:examinations:host=web-*", "run:examinations"])
    permissions: Annotated[list[Words], Field(min_length=1, max_length=MOST_PERMISSIONS)]


class NewRole(RoleIn):
    """A role to be."""

    model_config = _example(name="web-team", permissions=["read:examinations:host=web-*"])
    name: RoleName


class SessionShown(BaseModel):
    """One of one's sessions."""

    id: str
    current: bool
    address: str
    browser: str
    created: str
    seen: str
    ends: str


class Ended(BaseModel):
    """How many ended."""

    ended: int


class NewToken(BaseModel):
    """A token to be: at most what its maker may, for at most a year; `hosts` such as `web-*`."""

    model_config = _example(name="ci", permissions=["read:examinations"], days=90)
    name: Name
    permissions: Annotated[list[Words], Field(min_length=1, max_length=MOST_PERMISSIONS)]
    days: Annotated[float, Field(gt=0, le=366)] = 90.0
    hosts: Annotated[str, StringConstraints(max_length=100)] = ""


class TokenShown(BaseModel):
    """A token; its words only when it was made just now: they are shown this time only."""

    id: str
    name: str
    user: str
    permissions: list[str]
    created: str
    ends: str
    used: str | None
    token: str | None = None


class AccessPair(BaseModel):
    """An access token for `expires_in` seconds, and the refresh token that follows it, once."""

    access_token: str
    refresh_token: str
    token_type: str = "Bearer"  # noqa: S105 - the kind of it
    expires_in: int


class RefreshIn(BaseModel):
    """A refresh token."""

    model_config = ConfigDict(extra="forbid")
    refresh_token: Bearer


class RevokeIn(BaseModel):
    """An access or a refresh token that is to count no more."""

    model_config = ConfigDict(extra="forbid")
    token: Bearer


class Keys(BaseModel):
    """The public keys of access tokens (RFC 7517)."""

    keys: list[dict[str, Any]]


def logged_in_shown(logged: LoggedIn) -> LoggedInShown:
    """Show a session that began."""
    return LoggedInShown(
        id=logged.user.id,
        name=logged.user.name,
        tenant=logged.tenant,
        roles=list(logged.user.roles),
        csrf=logged.csrf,
        session=logged.session,
        ends=rfc3339(logged.ends),
    )


def me_shown(caller: Caller, csrf: str, user: User | None) -> Me:
    """Show who asks; `user` is none for a token."""
    return Me(
        id=caller.id,
        name=caller.name,
        kind=caller.kind,
        tenant=caller.tenant,
        roles=list(caller.roles),
        permissions=[str(one) for one in caller.permissions],
        instance=caller.instance,
        csrf=csrf,
        email=user.email if user else "",
        has_authenticator=bool(user and user.totp),
    )


def user_shown(user: User, link: str | None = None) -> UserShown:
    """Show a user, and nothing that proves him."""
    return UserShown(
        id=user.id,
        name=user.name,
        email=user.email,
        roles=list(user.roles),
        disabled=user.disabled,
        instance=user.instance,
        has_password=bool(user.password),
        has_authenticator=bool(user.totp),
        created=rfc3339(user.created),
        changed=rfc3339(user.changed),
        seen=_time(user.seen),
        link=link,
    )


def session_shown(session: Session, current: str) -> SessionShown:
    """Show a session."""
    return SessionShown(
        id=session.id,
        current=session.id == current,
        address=session.address,
        browser=session.browser,
        created=rfc3339(session.created),
        seen=rfc3339(session.seen),
        ends=rfc3339(session.ends),
    )


def token_shown(token: Token, words: str | None = None) -> TokenShown:
    """Show a token, and nothing that proves it."""
    return TokenShown(
        id=token.id,
        name=token.name,
        user=token.user,
        permissions=list(token.permissions),
        created=rfc3339(token.created),
        ends=rfc3339(token.ends),
        used=_time(token.used),
        token=words,
    )


def _time(seconds: float | None) -> str | None:
    return None if seconds is None else rfc3339(seconds)
