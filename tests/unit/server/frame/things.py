"""A server with routes made for tests of the frame: things that are kept as hosts."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.access import Verb
from hexascope.domain.errors import StoreAway
from hexascope.domain.host import HostFacts
from hexascope.server.requests.asked import AskCaller, AskId, AskScope
from hexascope.server.requests.guard import anyone, may
from hexascope.store.database.hosts import Hosts
from tests.support.serving import ADMIN, served

JSON = {"Content-Type": "application/json"}


class Made(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(max_length=10)]
    size: int = 0


def things_router(made: list[str]) -> APIRouter:
    """Give the routes; `made` hears of each thing for which a handler ran."""
    things = APIRouter(prefix="/api/v1/things")

    @things.post("", status_code=201, dependencies=[may(Verb.CREATE, "hosts")])
    async def make(
        body: Made,
        scope: AskScope,
        id: AskId,  # noqa: A002 - the word of the domain
        response: Response,
    ) -> dict[str, str]:
        """Make a thing."""
        made.append(body.name)

        def work(connection: Connection) -> None:
            Hosts(scope).see(connection, HostFacts(id=id, name=body.name), 1.0)

        await scope.write(work)
        if body.name == "lost":
            raise StoreAway("the answer is lost")
        response.headers["Location"] = f"/api/v1/things/{id}"
        return {"id": id, "name": body.name}

    @things.get("/broken", dependencies=[may(Verb.READ, "hosts")])
    async def broken() -> None:
        """Fail."""
        raise ValueError("a secret of the inside")

    @things.get("/{thing}", dependencies=[may(Verb.READ, "hosts")])
    async def one(
        thing: str, scope: AskScope, n: Annotated[int, Query(ge=0)] = 0
    ) -> dict[str, str]:
        """Give a thing."""
        return {"name": (await Hosts(scope).one(thing)).facts.name}

    @things.put("/{thing}", dependencies=[may(Verb.CHANGE, "hosts")])
    async def change(thing: str, body: Made, scope: AskScope) -> dict[str, str]:
        """Change a thing."""
        facts = HostFacts(id=thing, name=body.name)
        await scope.write(lambda connection: Hosts(scope).see(connection, facts, 2.0))
        return {"name": body.name}

    @things.post("/raw", dependencies=[may(Verb.RUN, "hosts")])
    async def raw(request: Request, caller: AskCaller) -> dict[str, int]:
        """Count the bytes of a body."""
        assert caller.name
        return {"bytes": len(await request.body())}

    @things.get("/open/{word}", dependencies=[anyone("it says nothing")])
    async def open_(word: str, request: Request) -> dict[str, str]:
        """Say a word again."""
        return {"word": word, "trace": request.state.trace}

    return things


@contextmanager
def things_served(
    folder: Path,
    made: list[str] | None = None,
    flags: Mapping[str, object] | None = None,
    change: Callable[[Parts], Parts] = lambda parts: parts,
) -> Iterator[TestClient]:
    """Serve these routes beside all others; the client is an administrator of acme."""
    with served(folder, flags=flags, change=change) as client:
        assert isinstance(client.app, FastAPI)
        client.app.include_router(things_router(made if made is not None else []))
        client.headers.update(ADMIN)
        yield client
