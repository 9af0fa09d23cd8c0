"""ETags: what a GET showed, in one word, to ask again cheaply and to change nothing unseen."""

import hashlib
from collections.abc import Iterable

LONGEST = 8 * 1024
"""Letters of a header with ETags that is looked at."""


def etag_of(body: bytes) -> str:
    """Give the strong ETag of a representation."""
    return f'"{hashlib.blake2b(body, digest_size=15).hexdigest()}"'


def tags_of(header: str) -> tuple[str, ...]:
    """Read If-Match or If-None-Match."""
    return tuple(one.strip() for one in header[:LONGEST].split(",") if one.strip())


def seen(etag: str, header: str) -> bool:
    """Tell whether If-None-Match names this ETag; weak and strong ones are compared alike."""
    return _named(etag.removeprefix("W/"), (one.removeprefix("W/") for one in tags_of(header)))


def unchanged(etag: str, header: str) -> bool:
    """Tell whether If-Match names this ETag; a weak one says too little for a change."""
    return not etag.startswith("W/") and _named(etag, tags_of(header))


def _named(etag: str, among: Iterable[str]) -> bool:
    return any(one in (etag, "*") for one in among)
