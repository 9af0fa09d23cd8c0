"""Hosts over HTTP."""

from fastapi import APIRouter

from hexascope.domain.access import Verb
from hexascope.server.asked import AskCaller, AskScope
from hexascope.server.guard import may, must
from hexascope.server.schemas.hosts import Host, host_shown
from hexascope.store.database.hosts import Hosts, KnownHost

hosts = APIRouter(prefix="/api/v1/hosts", tags=["hosts"])


@hosts.get("/{host}", dependencies=[may(Verb.READ, "hosts")])
async def read_host(host: str, scope: AskScope, caller: AskCaller) -> Host:
    """Give one host, by its id."""
    known = await Hosts(scope).one(host)
    must(caller, Verb.READ, "hosts", attributes(known))
    return host_shown(known)


def attributes(known: KnownHost) -> dict[str, str]:
    """Give what selectors of permissions choose hosts by: name, id, and labels."""
    labels = {f"label.{name}": value for name, value in known.labels.items()}
    return {"host": known.facts.name, "id": known.facts.id, **labels}
