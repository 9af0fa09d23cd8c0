"""Who may do what: callers, roles and permissions.

A permission names a verb, a kind of thing and which of them: `read:examinations:host=web-*`.
What no permission names is denied.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from types import MappingProxyType

from hexascope.domain.errors import BadInput

EVERY = "*"
MOST_LETTERS = 200
"""Letters of one written permission."""

NOTHING: Mapping[str, str] = MappingProxyType({})


class Verb(StrEnum):
    """What may be done with a thing."""

    READ = "read"
    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"
    RUN = "run"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Leave to do `verb` (or `*`) with things of a kind (or `*`) that the selector fits.

    `selector` holds glob patterns of a thing's attributes, such as `host`; a permission with one
    fits only things that have all of these attributes.
    """

    verb: str
    resource: str
    selector: tuple[tuple[str, str], ...] = ()

    def allows(self, verb: str, resource: str, thing: Mapping[str, str] = NOTHING) -> bool:
        """Tell whether it covers this act on this thing (its attributes by name)."""
        return (
            self.verb in (EVERY, verb)
            and self.resource in (EVERY, resource)
            and all(
                name in thing and fnmatchcase(thing[name], pattern)
                for name, pattern in self.selector
            )
        )

    def __str__(self) -> str:
        """Write it as `permission` reads it."""
        chosen = ",".join(f"{name}={pattern}" for name, pattern in self.selector)
        return ":".join(part for part in (self.verb, self.resource, chosen) if part)


def permission(words: str) -> Permission:
    """Read `verb:resource` or `verb:resource:name=pattern,name=pattern`; BadInput if it is none.

    >>> str(permission("read:examinations:host=web-*"))
    'read:examinations:host=web-*'
    """
    parts = words.strip().split(":", 2)
    verbs = (*Verb, EVERY)
    wrong = f"{words[:MOST_LETTERS]!r} is no permission: write verb:resource or verb:resource:host="
    if len(words) > MOST_LETTERS or len(parts) < 2 or not parts[1]:
        raise BadInput(wrong)
    if parts[0] not in verbs:
        raise BadInput(f"{wrong}; the verbs are {', '.join(verbs)}")
    pairs = [one.partition("=") for one in parts[2].split(",")] if parts[2:] else []
    if not all(name and pattern for name, _, pattern in pairs):
        raise BadInput(wrong)
    return Permission(
        verb=parts[0],
        resource=parts[1],
        selector=tuple((name.strip(), pattern.strip()) for name, _, pattern in pairs),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: a person, a token or another service, of one tenant.

    `kind` is `user`, `token`, `service` or `system` (the server itself); `id` is that of the user,
    token or service, `session` that of a person's session. `instance` is true for those who may
    see beyond their tenant: its administrator.
    """

    tenant: str
    id: str
    name: str
    kind: str
    permissions: tuple[Permission, ...] = ()
    roles: tuple[str, ...] = ()
    session: str = ""
    instance: bool = False

    def may(self, verb: str, resource: str, thing: Mapping[str, str] = NOTHING) -> bool:
        """Tell whether any of the permissions covers this act."""
        return any(one.allows(verb, resource, thing) for one in self.permissions)

    def may_some(self, verb: str, resource: str) -> bool:
        """Tell whether the act is allowed on at least some things: who may not is told 403."""
        return any(
            one.verb in (EVERY, verb) and one.resource in (EVERY, resource)
            for one in self.permissions
        )


def permissions(words: Iterable[str]) -> tuple[Permission, ...]:
    """Read several permissions."""
    return tuple(permission(one) for one in words)
