"""What a server on this machine says of itself: the models it has, and their windows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from hexascope.llm.contract import Endpoint

PATIENCE_S = 1.0
MOST_OF_A_MACHINE = 32_768
"""Tokens of a window that are used of what a server on this machine has."""

MOST_BYTES = 256 * 1024
MOST_MODELS = 1_000
MOST_SLOTS = 256
SMALLEST_WINDOW, LARGEST_WINDOW = 512, 100_000_000
"""Tokens between which what a server says of a window is believed."""


def found_here(address: str) -> Sequence[str]:
    """Give the names of the models that the Ollama at an address has, the newest first.

    Nobody there, or who is no Ollama: an empty list.
    """
    models = _asked(address, "/api/tags").get("models")
    return [
        one["name"]
        for one in (models[:MOST_MODELS] if isinstance(models, list) else ())
        if isinstance(one, dict) and isinstance(one.get("name"), str)
    ]


def context_of(endpoint: Endpoint) -> int | None:
    """Give a model's window of context in tokens, as its server says; None: it does not.

    Ollama tells what a model was made for, vLLM tells it in its list, llama.cpp among its
    properties. More than MOST_OF_A_MACHINE is not taken: its memory is not for us alone.
    """
    told = _from_ollama(endpoint) if endpoint.provider == "ollama" else _from_others(endpoint)
    window = next((found for found in map(_window, told) if found), None)
    return None if window is None else min(window, MOST_OF_A_MACHINE)


def slots_of(endpoint: Endpoint) -> int | None:
    """Give how many questions a server takes at once, as llama.cpp says; None: it does not."""
    if endpoint.provider == "ollama":
        return None
    told = _props(endpoint).get("total_slots")
    usable = isinstance(told, int) and not isinstance(told, bool) and 0 < told <= MOST_SLOTS
    return told if usable else None


def _props(endpoint: Endpoint) -> Mapping[str, Any]:
    path = urlsplit(endpoint.base_url).path.rstrip("/").removesuffix("/v1")
    return _asked(endpoint.base_url, f"{path}/props")


def _from_ollama(endpoint: Endpoint) -> Iterator[object]:
    about = _asked(endpoint.base_url, "/api/show", {"model": endpoint.model}).get("model_info")
    for key, value in about.items() if isinstance(about, dict) else ():
        if str(key).endswith(".context_length"):
            yield value


def _from_others(endpoint: Endpoint) -> Iterator[object]:
    path = urlsplit(endpoint.base_url).path.rstrip("/")
    listed = _asked(endpoint.base_url, f"{path}/models").get("data")
    for one in listed[:MOST_MODELS] if isinstance(listed, list) else ():
        if isinstance(one, dict) and one.get("id") == endpoint.model:
            yield from (one.get(name) for name in ("max_model_len", "context_length"))
    settings = _props(endpoint).get("default_generation_settings")
    yield settings.get("n_ctx") if isinstance(settings, dict) else None


def _window(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if SMALLEST_WINDOW <= value <= LARGEST_WINDOW else None


def _asked(address: str, path: str, body: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """Ask a server for one small object; nobody there, or nonsense: an empty one."""
    parts = urlsplit(address)
    if parts.scheme != "http" or not parts.hostname:
        return {}
    from http.client import HTTPConnection, HTTPException  # only here, as few ask

    door = HTTPConnection(parts.hostname, parts.port or 80, timeout=PATIENCE_S)
    try:
        if body is None:
            door.request("GET", path)
        else:
            told = json.dumps(body)
            door.request("POST", path, told, {"Content-Type": "application/json"})
        found = json.loads(door.getresponse().read(MOST_BYTES))
    except (OSError, HTTPException, ValueError, RecursionError):
        return {}
    finally:
        door.close()
    return found if isinstance(found, dict) else {}
