"""What routes of logging in share: the parts of access, who types, and whose page asks."""

from typing import Annotated

from fastapi import Depends, Request

from hexascope.domain.errors import BadInput, Denied
from hexascope.server.requests.asked import parts_of
from hexascope.server.requests.origins import own_origin
from hexascope.services.access.access import FIRST_TENANT, Access
from hexascope.services.access.logging_in import Asked


def access_of(request: Request) -> Access:
    """Give what logs people in; BadInput on a server without it."""
    found = parts_of(request).access
    if found is None:
        raise BadInput("this server has no login of its own")
    return found


async def the_access(request: Request) -> Access:
    """Give what logs people in to a route: async, or FastAPI would ask in a thread."""
    return access_of(request)


AskAccess = Annotated[Access, Depends(the_access)]


def asked_by(
    request: Request,
    *,
    tenant: str = FIRST_TENANT,
    name: str = "",
    password: str = "",
    code: str = "",
) -> Asked:
    """Give what somebody types, with where it came from."""
    return Asked(
        tenant=tenant,
        name=name,
        password=password,
        code=code,
        address=request.client.host if request.client else "",
        browser=request.headers.get("user-agent", ""),
        request=getattr(request.state, "trace", ""),
    )


def refuse_other_pages(request: Request) -> None:
    """Refuse a login that a page of others sends: it would log people in as somebody else."""
    said = parts_of(request).known.settings.server
    if "origin" in request.headers and not own_origin(request, said.url, said.origins):
        raise Denied("log in on this server's own page")


def base_of(request: Request) -> str:
    """Give the address under which people reach this server."""
    url = parts_of(request).known.settings.server.url
    return (url or str(request.base_url)).rstrip("/")
