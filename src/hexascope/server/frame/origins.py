"""CORS: which other pages may ask the API; none, unless the settings name them."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from hexascope.domain.errors import BadSettings

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ASKED = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match")
TOLD = ("ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "traceparent")
REMEMBERED_S = 600


def let_in(app: FastAPI, origins: tuple[str, ...]) -> None:
    """Answer pages of these origins; without cookies, which belong to our own pages."""
    for one in origins:
        if not one.startswith(("https://", "http://")) or one.count("/") != 2:
            raise BadSettings(
                f"server.origins: {one!r:.80} is no origin; write https://HOST, with :PORT where"
                " it is not the usual one"
            )
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=list(METHODS),
            allow_headers=[*ASKED, "traceparent"],
            expose_headers=list(TOLD),
            allow_credentials=False,
            max_age=REMEMBERED_S,
        )
