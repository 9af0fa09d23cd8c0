"""Evidence bundles over HTTP: sent to be judged, listed, fetched again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from hexascope.collect.bundle.read import KeptHost
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import BadBundle, NotKnown
from hexascope.domain.host import HostFacts
from hexascope.server.requests.asked import AskCaller, AskId, AskParts, AskScope
from hexascope.server.requests.asking import AskHost, AskLabel
from hexascope.server.requests.beginning import Wanted, begin_with, begun_or_done
from hexascope.server.requests.guard import may, must
from hexascope.server.requests.ours import attributes, hosts_meant, must_of, shown_page
from hexascope.server.requests.paging import AskPage, Listed
from hexascope.server.requests.waiting import AskWait
from hexascope.server.schemas.examinations import Begun
from hexascope.server.schemas.snapshots import Snapshot, judged_shown, waiting_shown
from hexascope.services.handlers.asked import Asked, payload
from hexascope.services.running import temporary_bundle
from hexascope.services.writing import slug
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.snapshots import Snapshots
from hexascope.store.database.content.uploads import PART_BYTES, Upload, Uploads
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Scope
from hexascope.store.database.words import storable
from hexascope.words import Language

PLACE = "/api/v1/snapshots"
snapshots = APIRouter(prefix=PLACE, tags=["snapshots"])

MOST_BYTES = 64 * 2**20
"""Bytes of a bundle that is sent; one of a large host has 3 MiB."""

BUNDLE = "application/octet-stream"
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {BUNDLE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@snapshots.post(
    "", status_code=202, dependencies=[may(Verb.CREATE, "snapshots")], openapi_extra=BODY
)
async def send_bundle(
    request: Request,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    id_: AskId,
    response: Response,
    wait: AskWait = 0,
    lang: Annotated[Language, Query()] = Language.ENGLISH,
    model: Annotated[
        str, Query(max_length=200, description="One of the settings', `rules`, or empty.")
    ] = "",
) -> Begun:
    """Send an evidence bundle (.hxb) to be judged: 202 with the job, or wait for the examination.

    It is checked before it is taken: what is cut, altered or none of ours is refused at once.
    """
    file = temporary_bundle()
    try:
        digest = await _received(request, file)
        facts = await asyncio.to_thread(_host_of, file)
        await _must_create(scope, caller, facts)
        data = await asyncio.to_thread(_parts_of, file)
    finally:
        file.unlink(missing_ok=True)
    upload = Upload(
        id=id_,
        host=facts.id,
        host_name=storable(facts.name, 256),
        size_bytes=sum(len(one) for one in data),
        sha256=digest,
        by=storable(caller.name, 256),
        created=parts.clock(),
    )
    wanted = Wanted(
        kind="judge",
        id=id_,
        payload=payload(Asked(language=lang, model=model)),
        result=f"/api/v1/examinations/{id_}",
    )
    uploads = Uploads(scope)
    job = await begin_with(
        parts, scope, caller, wanted, lambda connection: uploads.add(connection, upload, data)
    )
    return await begun_or_done(parts, scope, job, wanted, response, wait)


@snapshots.get("", dependencies=[may(Verb.READ, "snapshots")])
async def list_bundles(
    scope: AskScope, caller: AskCaller, page: AskPage, host: AskHost = "", label: AskLabel = ""
) -> Listed[Snapshot]:
    """List the bundles that are kept with their examinations, the newest first."""
    hosts = await hosts_meant(scope, caller, "snapshots", name=host, label=label)
    after = page.after(float, str)
    return shown_page(
        await Snapshots(scope).page(hosts, after=after, limit=page.limit), judged_shown
    )


@snapshots.get("/waiting", dependencies=[may(Verb.READ, "snapshots")])
async def list_waiting(scope: AskScope, caller: AskCaller) -> list[Snapshot]:
    """List the bundles that were sent and are not judged yet, the newest first."""
    return [
        waiting_shown(one)
        for one in await Uploads(scope).all()
        if caller.may(Verb.READ, "snapshots", {"host": one.host_name, "id": one.host})
    ]


@snapshots.get("/{snapshot}/bundle", dependencies=[may(Verb.READ, "snapshots")])
async def fetch_bundle(snapshot: str, scope: AskScope, caller: AskCaller) -> StreamingResponse:
    """Fetch a bundle: for `hexascope examine --from`, or another server."""
    part, name = await _found(scope, caller, snapshot)
    first = await part(snapshot, 0)
    if not first:
        raise NotKnown("no bundle was kept with this examination")
    return StreamingResponse(
        _all_parts(part, snapshot, first),
        media_type=BUNDLE,
        headers={"Content-Disposition": f'attachment; filename="{slug(name)}.hxb"'},
    )


Part = Callable[[str, int], Awaitable[bytes]]


async def _found(scope: Scope, caller: Caller, id_: str) -> tuple[Part, str]:
    """Give what gives the parts of a bundle, kept or waiting, and the host's name."""
    try:
        kept = await Examinations(scope).one(id_)
    except NotKnown:
        waiting = await Uploads(scope).one(id_)
        thing = {"host": waiting.host_name, "id": waiting.host}
        must(caller, Verb.READ, "snapshots", thing)
        return Uploads(scope).part, waiting.host_name
    await must_of(scope, caller, Verb.READ, "snapshots", kept.host_id)
    return Snapshots(scope).part, kept.host_name


async def _all_parts(part: Part, id_: str, first: bytes) -> AsyncIterator[bytes]:
    number, data = 0, first
    while data:
        yield data
        number += 1
        data = await part(id_, number)


async def _received(request: Request, file: Path) -> str:
    """Write the body to a file as it comes; give its SHA-256."""
    seen, size = sha256(), 0
    with file.open("wb") as stream:
        async for chunk in request.stream():
            size += len(chunk)
            if size > MOST_BYTES:
                raise BadBundle(f"the bundle has over {MOST_BYTES} bytes: judge it where it is")
            seen.update(chunk)
            await asyncio.to_thread(stream.write, chunk)
    if not size:
        raise BadBundle("the body is empty: send the bundle itself, such as curl --data-binary @x")
    return seen.hexdigest()


def _host_of(file: Path) -> HostFacts:
    """Open a bundle, which checks all of it, and give whose it is; BadBundle."""
    try:
        return KeptHost(file).facts
    except BadBundle as error:
        raise BadBundle(str(error).replace(str(file), "the bundle")) from None


def _parts_of(file: Path) -> list[bytes]:
    data = file.read_bytes()
    return [data[at : at + PART_BYTES] for at in range(0, len(data), PART_BYTES)]


async def _must_create(scope: Scope, caller: Caller, facts: HostFacts) -> None:
    """Refuse who may not send bundles of this host: by its labels too, where it is known."""
    try:
        thing = attributes(await Hosts(scope).one(facts.id))
    except NotKnown:
        thing = {"host": facts.name, "id": facts.id}
    must(caller, Verb.CREATE, "snapshots", thing)
    must(caller, Verb.CREATE, "snapshots", {**thing, "host": facts.name})
