"""A deed: one change of state that somebody asked for, as the audit log keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who did what to which thing, when, asked from where.

    `time` is in seconds since 1970; `request` is the request's id (the trace id over HTTP, the
    command's name on a terminal); `details` hold no secret: names and new values of plain fields.
    """

    tenant: str
    actor: str
    actor_kind: str
    actor_name: str
    verb: str
    resource: str
    object: str = ""
    time: float = 0.0
    request: str = ""
    address: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
