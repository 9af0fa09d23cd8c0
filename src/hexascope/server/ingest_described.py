"""The door for batches of series, as the API's description tells it: it is no route of FastAPI."""

from typing import Any

INGEST_PATH = "/api/v1/series/batches"

BATCH: dict[str, Any] = {
    "host": "0f3c5b7a9d1e2f40516273849a0b1c2d",
    "name": "web-1",
    "boot": "b1",
    "stream": "steady",
    "seq": 1,
    "step": 1,
    "keys": ["cpu.load", "disk.await{device=vda}"],
    "times": [1_795_000_000, 1_795_000_001],
    "values": [[1.0, None], [2.0, 0.5]],
}

_SAID = {
    "type": "object",
    "required": ["host", "boot", "seq", "times", "values"],
    "description": "Values by moment, then by key; `keys`, or the `layout` that an answer named.",
    "properties": {
        "host": {"type": "string", "description": "The host's id."},
        "name": {"type": "string", "maxLength": 256},
        "boot": {"type": "string", "description": "Changes when the sender starts anew."},
        "stream": {"type": "string"},
        "seq": {"type": "integer", "minimum": 0, "description": "Rises by one each batch."},
        "step": {"type": "number"},
        "keys": {"type": "array", "items": {"type": "string"}},
        "layout": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "times": {"type": "array", "items": {"type": "number"}},
        "values": {
            "type": "array",
            "items": {"type": "array", "items": {"type": ["number", "null"]}},
        },
    },
}

INGEST: dict[str, Any] = {
    "tags": ["series"],
    "operationId": "send_batch",
    "summary": "Send Batch",
    "description": "Send samples of a host; who repeats a batch is told the same.",
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _SAID, "example": BATCH},
            "application/msgpack": {"schema": {"type": "string", "format": "binary"}},
        },
    },
    "responses": {
        "200": {
            "description": "Kept, over a power cut as well.",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["moments", "layout"],
                        "properties": {
                            "moments": {"type": "integer"},
                            "layout": {"type": "string"},
                        },
                    },
                    "example": {"moments": 2, "layout": "9e107d9d372bb6826bd81d3542a419d6"},
                }
            },
        }
    },
}
