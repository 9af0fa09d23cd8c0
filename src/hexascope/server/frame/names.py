"""Under which names the server answers, and which addresses mean one thing only.

A page of another site can make a browser ask 127.0.0.1 under that site's own name (DNS rebinding);
who is asked under a name that is not his does not answer.
"""

import ipaddress
import re
import socket
from contextlib import suppress
from urllib.parse import unquote_to_bytes, urlsplit

from hexascope.server.frame.problem import Refusal
from hexascope.settings.groups import Server

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.%]{2,64}\]|[a-z0-9._-]{1,255})(?::(?P<port>[0-9]{1,5}))?")
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def names_of(said: Server) -> frozenset[str]:
    """Give the names that this server goes by: its own, its URL's, and those of loopback."""
    own = {said.host.lower().strip("[]")} - {"", "0.0.0.0", "::"}  # noqa: S104 - taken away here
    told = urlsplit(said.url).hostname if said.url else None
    here = (
        {socket.gethostname().lower(), socket.getfqdn().lower()} if not own <= LOOPBACK else set()
    )
    if said.host in ("0.0.0.0", "::"):  # noqa: S104 - asked, not listened on
        here = {socket.gethostname().lower()}
    return frozenset(LOOPBACK | own | here | ({told.lower()} if told else set()))


def refuse_host(values: list[bytes], names: frozenset[str], asked: str) -> None:
    """Raise Refusal unless exactly one Host names us; `asked` is the address that was dialled."""
    if len(values) != 1:
        raise Refusal(400, "a request has exactly one Host header")
    found = _HOST.fullmatch(values[0].decode("latin-1").lower().strip())
    if found is None:
        raise Refusal(400, "the Host header is no name with a port")
    name = found["name"].strip("[]").rstrip(".")
    if name in names or (name == asked and _is_address(asked)):
        return
    raise Refusal(
        421, f"this server does not go by the name {name:.80}: set server.url to the one it has"
    )


def _is_address(word: str) -> bool:
    with suppress(ValueError):
        ipaddress.ip_address(word)
        return True
    return False


def refuse_address(raw_path: bytes, query: bytes) -> None:
    """Raise Refusal where a path or query could be read in two ways: bad escapes, no UTF-8, NUL."""
    for what, raw in (("path", raw_path), ("query", query)):
        if raw.isalnum() or not raw:
            continue
        if _BAD_PERCENT.search(raw):
            raise Refusal(400, f"the {what} holds a % that no two hex digits follow")
        try:
            words = unquote_to_bytes(raw).decode()
        except UnicodeDecodeError:
            raise Refusal(400, f"the {what} is no UTF-8") from None
        if _CONTROL.search(words):
            raise Refusal(400, f"the {what} holds a control character")
