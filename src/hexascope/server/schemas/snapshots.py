"""Evidence bundles, as the API shows them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from hexascope.kit.clock import rfc3339
from hexascope.kit.visible import visible
from hexascope.store.contract import Kept
from hexascope.store.database.content.uploads import Upload

SAMPLE: dict[str, Any] = {
    "id": "01a1ff56-d95e-7da0-b37e-12cd9a8a8345",
    "state": "judged",
    "host": "0f3c5b7a9d1e2f40516273849a0b1c2d",
    "host_name": "web-1",
    "time": "2026-11-21T06:00:05.000Z",
    "bundle": "/api/v1/snapshots/01a1ff56-d95e-7da0-b37e-12cd9a8a8345/bundle",
}


class Snapshot(BaseModel):
    """An evidence bundle: it waits to be judged, or is kept with the examination made from it."""

    model_config = ConfigDict(json_schema_extra={"examples": [SAMPLE]})

    id: str
    state: Literal["waiting", "judged"]
    host: str
    host_name: str
    time: str
    bundle: str


def judged_shown(one: Kept) -> Snapshot:
    """Show a bundle that is kept with its examination."""
    return Snapshot(
        id=one.id,
        state="judged",
        host=one.host_id,
        host_name=visible(one.host_name),
        time=one.time,
        bundle=f"/api/v1/snapshots/{one.id}/bundle",
    )


def waiting_shown(one: Upload) -> Snapshot:
    """Show a bundle that waits."""
    return Snapshot(
        id=one.id,
        state="waiting",
        host=one.host,
        host_name=visible(one.host_name),
        time=rfc3339(one.created),
        bundle=f"/api/v1/snapshots/{one.id}/bundle",
    )
