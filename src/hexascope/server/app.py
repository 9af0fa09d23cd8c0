"""The API as an ASGI application over the parts that it is given."""

from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Route, WebSocketRoute

import hexascope.server.routes
from hexascope import __version__
from hexascope.bootstrap.serving.parts import Parts
from hexascope.kit.plugins import discover
from hexascope.server.dashboard.built import BUILT, Built
from hexascope.server.frame.measures import Measures
from hexascope.server.frame.origins import let_in
from hexascope.server.frame.whole import Frame
from hexascope.server.health import Health
from hexascope.server.ingest import PATH as INGEST_PATH
from hexascope.server.ingest import Ingest, IngestFirst
from hexascope.server.live.door import Live
from hexascope.server.mcp.door import PATH as MCP_PATH
from hexascope.server.mcp.door import Mcp
from hexascope.server.measured import Gauges
from hexascope.server.openapi import document_of, name_of
from hexascope.server.problems import answer_errors
from hexascope.server.requests.guard import guard_of

PREFIX = "/api/v1"


def app_of(parts: Parts, dashboard: Path = BUILT) -> FastAPI:
    """Join all routes; RuntimeError where one does not say who may use it.

    `dashboard` is the folder of the built dashboard; there may be none.
    """
    app = FastAPI(
        title="hexascope",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=name_of,
        redirect_slashes=False,  # a redirect would name a Host that a stranger chose
    )
    app.state.parts = parts
    app.state.built = Built(dashboard)
    app.state.health = Health(parts)
    app.state.gauges = Gauges(parts.registry)
    app.state.running = set()  # Idempotency-Keys that are being answered in this process
    let_in(app, parts.known.settings.server.origins)
    app.add_middleware(Frame, parts=parts, measures=Measures(parts.registry))
    door = Ingest(parts)
    app.add_middleware(IngestFirst, door=door)  # last added, first asked
    app.router.routes.append(Route(INGEST_PATH, door, methods=["POST"]))  # seen by who lists all
    answer_errors(app)
    for router in discover(hexascope.server.routes, APIRouter).values():
        _refuse_unguarded(router)
        app.include_router(router)
    app.router.routes.append(WebSocketRoute(f"{PREFIX}/live", Live(parts)))
    app.router.routes.append(Route(MCP_PATH, Mcp(parts), methods=["POST"]))
    app.openapi = partial(_described, app)  # type: ignore[method-assign] # as its documentation has it
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = document_of(app)
    return app.openapi_schema


def _refuse_unguarded(router: APIRouter) -> None:
    for route in router.routes:
        if not isinstance(route, APIRoute) or guard_of(route) is None:
            raise RuntimeError(f"{route} does not say who may use it: may(…) or anyone(…)")
