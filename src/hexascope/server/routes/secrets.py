"""Secrets over HTTP: names and versions are shown, values only taken."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from hexascope.domain.access import Verb
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.deeds import telling
from hexascope.server.requests.guard import may, must
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.schemas.secrets import NewValue, RotationDone, Secret, secret_shown
from hexascope.services.secrets import rotate
from hexascope.store.database.secrets import KnownSecret

secrets = APIRouter(prefix="/api/v1/secrets", tags=["secrets"])

INNER = "/"
"""Names with it are the server's own, such as users' second factors: nobody sees or sets them."""

Name = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$",
        description="Such as `model.openai`: the key with which this tenant's panel asks OpenAI.",
    ),
]


@secrets.get("", dependencies=[may(Verb.READ, "secrets")])
async def list_secrets(
    scope: AskScope, caller: AskCaller, parts: AskParts, page: AskPage
) -> Listed[Secret]:
    """List the names of secrets, without their values."""
    after = page.after(str)
    rows = [
        one
        for one in await parts.vault.of(scope).all()
        if INNER not in one.name
        and (after is None or one.name > after[0])
        and caller.may(Verb.READ, "secrets", _thing(one.name))
    ]
    return listed(rows[: page.fetched], page, secret_shown, _place)


@secrets.put("/{name}", status_code=204, dependencies=[may(Verb.CHANGE, "secrets")])
async def set_secret(
    name: Name, new: NewValue, scope: AskScope, caller: AskCaller, parts: AskParts
) -> Response:
    """Keep a value under a name, in place of the one before."""
    must(caller, Verb.CHANGE, "secrets", _thing(name))
    await parts.vault.of(scope).set(name, new.value.get_secret_value(), parts.clock())
    return Response(status_code=204)


@secrets.delete("/{name}", status_code=204, dependencies=[may(Verb.REMOVE, "secrets")])
async def remove_secret(
    name: Name, scope: AskScope, caller: AskCaller, parts: AskParts
) -> Response:
    """Remove a secret."""
    must(caller, Verb.REMOVE, "secrets", _thing(name))
    await parts.vault.of(scope).remove(name)
    return Response(status_code=204)


@secrets.post("/rotation", dependencies=[may(Verb.CHANGE, "secrets")])
async def rotate_keys(scope: AskScope, caller: AskCaller, parts: AskParts) -> RotationDone:
    """Give the tenant a new data key, and seal all of its secrets by it."""
    must(caller, Verb.CHANGE, "secrets")
    done = await rotate(parts.vault.of(telling(scope, object="rotation")), parts.clock())
    return RotationDone(sealed=done.sealed)


def _thing(name: str) -> dict[str, str]:
    return {"name": name}


def _place(one: KnownSecret) -> tuple[str]:
    return (one.name,)
