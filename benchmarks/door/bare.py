"""The peer: the least that ASGI can do with the same bytes, under the same uvicorn."""

import json
import sys
from typing import Any

import uvicorn

ANSWER = b'{"moments":1,"layout":"9e107d9d372bb6826bd81d3542a419d6"}'


async def bare(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Read the body as JSON, if there is one, and answer as much as the other does."""
    assert scope["type"] == "http"
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    if body:
        json.loads(body)
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(ANSWER))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": ANSWER})


if __name__ == "__main__":
    uvicorn.run(
        bare,
        port=int(sys.argv[1]),
        loop="asyncio",
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
    )
