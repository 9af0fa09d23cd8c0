"""Hosts over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from hexascope.bootstrap.serving.content import here
from hexascope.domain.access import Verb
from hexascope.server.requests.asked import AskCaller, AskScope
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import attributes, fits, must_of
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.schemas.hosts import Host, HostChange, host_shown
from hexascope.store.database.hosts import Hosts, KnownHost

hosts = APIRouter(prefix="/api/v1/hosts", tags=["hosts"])

AskName = Annotated[
    str, Query(max_length=256, description="A glob of names, such as `web-*`, or an id.")
]
AskLabel = Annotated[str, Query(max_length=264, description="`label` or `label=value`.")]


@hosts.get("", dependencies=[may(Verb.READ, "hosts")])
async def list_hosts(
    scope: AskScope, caller: AskCaller, page: AskPage, name: AskName = "", label: AskLabel = ""
) -> Listed[Host]:
    """List hosts by name: those that fit, and that the caller may see."""
    after = page.after(str, str)
    rows = [
        one
        for one in await Hosts(scope).all()
        if fits(one, name, label)
        and caller.may(Verb.READ, "hosts", attributes(one))
        and (after is None or _place(one) > after)
    ]
    mine = here().id
    several = sorted(rows, key=_place)[: page.fetched]
    return listed(several, page, lambda one: host_shown(one, mine), _place)


@hosts.get("/{host}", dependencies=[may(Verb.READ, "hosts")])
async def read_host(host: str, scope: AskScope, caller: AskCaller) -> Host:
    """Give one host, by its id."""
    return host_shown(await must_of(scope, caller, Verb.READ, "hosts", host), here().id)


@hosts.patch("/{host}", dependencies=[may(Verb.CHANGE, "hosts")])
async def change_host(host: str, change: HostChange, scope: AskScope, caller: AskCaller) -> Host:
    """Set a host's labels, or take some away."""
    await must_of(scope, caller, Verb.CHANGE, "hosts", host)
    return host_shown(await Hosts(scope).change_labels(host, change.labels), here().id)


@hosts.delete("/{host}", status_code=204, dependencies=[may(Verb.REMOVE, "hosts")])
async def remove_host(host: str, scope: AskScope, caller: AskCaller) -> Response:
    """Remove a host with everything that is kept of it: examinations, memory, findings."""
    await must_of(scope, caller, Verb.REMOVE, "hosts", host)
    await Hosts(scope).remove(host)
    return Response(status_code=204)


def _place(one: KnownHost) -> tuple[str, str]:
    return one.facts.name, one.facts.id
