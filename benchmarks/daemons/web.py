"""Asks a web service of the bench, as its operator would."""

import urllib.error
import urllib.request

ADDRESS = "127.0.0.1"
PATIENCE_SECONDS = 5.0


def page(port: int, path: str = "/") -> str:
    """What the service says; nothing where it does not answer."""
    address = f"http://{ADDRESS}:{port}{path}"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode(errors="replace"))
    except (OSError, urllib.error.URLError):
        return ""


def is_up(port: int, path: str = "/") -> bool:
    """Whether it answers."""
    return bool(page(port, path))
