"""Roles: those that every tenant has, and whether one permission lies within others."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

from hexascope.domain.access import EVERY, Permission, permissions
from hexascope.domain.errors import BadInput, Denied

CONTENT = (
    "hosts",
    "snapshots",
    "examinations",
    "findings",
    "verdicts",
    "panel",
    "insights",
    "conversations",
    "specialists",
    "tasks",
    "reports",
    "series",
    "jobs",
    "schedules",
    "live",
    "mcp",
    "checks",
)
"""What a tenant's people look at."""

WORKED_WITH = tuple(one for one in CONTENT if one not in ("checks", "live", "mcp"))
ACCOUNTS = ("users", "roles", "tokens", "settings", "secrets", "audit", "tenants")
OWN = ("me", "own_sessions", "own_tokens")
"""A user's own name and password, sessions and tokens: whoever logs in has them."""

OF_PEOPLE = permissions(f"*:{one}" for one in OWN)
_LOOKS = tuple(f"read:{one}" for one in CONTENT)

ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "viewer": _LOOKS,
        "operator": (
            *_LOOKS,
            "read:settings",
            *(
                f"{verb}:{one}"
                for one in WORKED_WITH
                for verb in ("create", "change", "remove", "run")
            ),
        ),
        "approver": (*_LOOKS, *(f"approve:{one}" for one in WORKED_WITH)),
        "admin": ("*:*",),
        "auditor": (*_LOOKS, *(f"read:{one}" for one in ACCOUNTS)),
    }
)
"""The roles that every tenant has; a tenant's own ones stand beside them, never in their place."""

MOST_ROLES = 16
"""Roles of one user."""

MOST_PERMISSIONS = 200
"""Permissions of one role or token."""


def permissions_of(
    roles: Iterable[str], own: Mapping[str, tuple[str, ...]]
) -> tuple[Permission, ...]:
    """Give the permissions of some roles; one that is no longer there gives none."""
    words = [one for role in roles for one in ROLES.get(role, own.get(role, ()))]
    return permissions(dict.fromkeys(words))


def within(asked: Permission, given: Iterable[Permission]) -> bool:
    """Tell whether one of the given permissions allows all that is asked for."""
    return any(_covers(one, asked) for one in given)


def _covers(wide: Permission, narrow: Permission) -> bool:
    chosen: dict[str, list[str]] = {}
    for name, pattern in narrow.selector:
        chosen.setdefault(name, []).append(pattern)
    return (
        wide.verb in (EVERY, narrow.verb)
        and wide.resource in (EVERY, narrow.resource)
        and all(
            any(_pattern_covers(pattern, one) for one in chosen.get(name, ()))
            for name, pattern in wide.selector
        )
    )


def _pattern_covers(wide: str, narrow: str) -> bool:
    """Tell whether all that a pattern fits, the other fits too; of two real patterns only equals.

    What can't be told is no: who asks may write the narrow one plainly.
    """
    if wide in (EVERY, narrow):
        return True
    return not any(sign in narrow for sign in "*?[") and fnmatchcase(narrow, wide)


def refuse_beyond(asked: Iterable[Permission], given: Iterable[Permission]) -> None:
    """Refuse to give away what one does not have oneself."""
    mine = tuple(given)
    for one in asked:
        if not within(one, mine):
            raise Denied(f"{one} is more than you may do yourself")


def known_roles(names: Iterable[str], own: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give role names without doubles; BadInput for one that is not there."""
    chosen = tuple(dict.fromkeys(names))
    for one in chosen:
        if one not in ROLES and one not in own:
            there = ", ".join((*ROLES, *sorted(own)))
            raise BadInput(f"there is no role {one[:64]!r}; there are {there}")
    return chosen
