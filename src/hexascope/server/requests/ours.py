"""What of a tenant's hosts a caller may see, and pages of what belongs to them."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import BadInput
from hexascope.server.requests.guard import must
from hexascope.server.requests.paging import Listed, cursor_of
from hexascope.store.database.hosts import Hosts, KnownHost
from hexascope.store.database.pages import Page
from hexascope.store.database.scope import Scope

Row = TypeVar("Row")
Shown = TypeVar("Shown")


def attributes(known: KnownHost) -> dict[str, str]:
    """Give what selectors of permissions choose hosts by: name, id, and labels."""
    labels = {f"label.{name}": value for name, value in known.labels.items()}
    return {"host": known.facts.name, "id": known.facts.id, **labels}


def fits(known: KnownHost, name: str, label: str) -> bool:
    """Tell whether a host is meant by a glob of its name (or its id), and by `label=value`."""
    key, _, value = label.partition("=")
    if label and (key not in known.labels or (value and known.labels[key] != value)):
        return False
    return not name or name == known.facts.id or fnmatchcase(known.facts.name, name)


async def hosts_meant(
    scope: Scope, caller: Caller, resource: str, *, name: str = "", label: str = ""
) -> list[str] | None:
    """Give the ids of the hosts that are meant and may be read; None: all there are."""
    if not name and not label and caller.may(Verb.READ, resource):
        return None
    return [
        one.facts.id
        for one in await Hosts(scope).all()
        if fits(one, name, label) and caller.may(Verb.READ, resource, attributes(one))
    ]


async def must_of(scope: Scope, caller: Caller, verb: Verb, resource: str, host: str) -> KnownHost:
    """Give a host, where the caller may do this with what belongs to it; NotKnown, Denied."""
    known = await Hosts(scope).one(host)
    must(caller, verb, resource, attributes(known))
    return known


async def host_named(scope: Scope, name: str) -> KnownHost:
    """Give the host of an id or of a name that only one has; NotKnown, BadInput."""
    several = [one for one in await Hosts(scope).all() if name in (one.facts.id, one.facts.name)]
    if len(several) > 1:
        raise BadInput(f"{len(several)} hosts are called {name[:80]!r}: name one by its id")
    return several[0] if several else await Hosts(scope).one(name)


def shown_page(page: Page[Row], show: Callable[[Row], Shown]) -> Listed[Shown]:
    """Show a page of rows."""
    after: Any = cursor_of(*page.next) if page.next else None
    return Listed(items=[show(row) for row in page.items], next=after)
