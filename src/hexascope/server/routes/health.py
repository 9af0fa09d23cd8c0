"""Whether the server lives, and whether it can work; for balancers, which have no login."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from hexascope.server.health import Health
from hexascope.server.requests.guard import anyone

health = APIRouter(tags=["server"])

OPEN = "balancers and systemd have no login, and it says only yes or no"


class Alive(BaseModel):
    """The process answers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "alive"}]})
    status: str = "alive"


class PartReady(BaseModel):
    """How one part stands: store, schema, bus, process."""

    part: str
    ready: bool
    reason: str


class Ready(BaseModel):
    """Whether requests may be sent here."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"status": "ready", "parts": [{"part": "store", "ready": True, "reason": ""}]}
            ]
        }
    )
    status: str
    parts: list[PartReady]


@health.get("/healthz", dependencies=[anyone(OPEN)])
async def read_health() -> Alive:
    """Say that the process lives; it asks no other part."""
    return Alive()


@health.get("/readyz", dependencies=[anyone(OPEN)], responses={503: {"model": Ready}})
async def read_readiness(request: Request) -> JSONResponse:
    """Say whether requests may be sent here: 200, or 503 with what is in the way."""
    looked: Health = request.app.state.health
    parts = [
        PartReady(part=one.part, ready=one.ready, reason=one.reason) for one in await looked.look()
    ]
    ready = all(one.ready for one in parts)
    told = Ready(status="ready" if ready else "not ready", parts=parts)
    return JSONResponse(told.model_dump(), status_code=200 if ready else 503)
