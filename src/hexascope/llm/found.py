"""Models that an Ollama on this machine has, found by asking it."""

import json
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

PATIENCE_S = 1.0
MOST_BYTES = 256 * 1024


def found_here(address: str) -> Sequence[str]:
    """Give the names of the models that the Ollama at an address has, the newest first.

    Nobody there, or who is no Ollama: an empty list.
    """
    parts = urlsplit(address)
    if parts.scheme != "http" or not parts.hostname:
        return []
    door = HTTPConnection(parts.hostname, parts.port or 80, timeout=PATIENCE_S)
    try:
        door.request("GET", "/api/tags")
        told = json.loads(door.getresponse().read(MOST_BYTES))
    except (OSError, HTTPException, ValueError, RecursionError):
        return []
    finally:
        door.close()
    models = told.get("models") if isinstance(told, dict) else None
    if not isinstance(models, list):
        return []
    return [
        one["name"] for one in models if isinstance(one, dict) and isinstance(one.get("name"), str)
    ]
