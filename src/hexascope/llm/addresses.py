"""Addresses of models' servers, in every form in which people write them."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from hexascope.llm.contract import BadModelError
from hexascope.llm.provider import Provider

LONGEST = 2_000
DEFAULT_PORT = {"ollama": 11434}
LISTENING = frozenset(("", "0.0.0.0", "::"))  # noqa: S104 - where a server listens
"""Hosts that stand in OLLAMA_HOST for 'everywhere': one asks them on this machine."""


def address(name: str, provider: Provider, given: str) -> str:
    """Give a whole address, without what belongs to requests; BadModelError says what is wrong.

    OLLAMA_HOST may be a host, a port behind a colon, or both; an address that stops before `/v1`
    gets it where the dialect stands below it, and loses it where requests bring it along.
    """
    bare = "://" not in given
    try:
        parts = urlsplit(f"//{given}" if bare else given)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadModelError(f"{name}: its address is none: {given[:80]!r}") from None
    if parts.username or parts.password:
        raise BadModelError(f"{name}: its address holds a user or key; set the key's variable")
    usable = bare or parts.scheme in ("http", "https")
    if not usable or not (host or port) or len(given) > LONGEST:
        raise BadModelError(f"{name}: its address must be http:// or https://: {given[:80]!r}")
    if parts.query or parts.fragment:
        raise BadModelError(f"{name}: its address holds more than a path: {given[:80]!r}")
    if host in LISTENING:
        host = "127.0.0.1"
    if bare and port is None:
        port = DEFAULT_PORT.get(provider.name)
    scheme = parts.scheme if not bare else _scheme(provider, host)
    return f"{scheme}://{_netloc(host, port)}{_path(provider, parts.path)}"


def is_local(address: str) -> bool:
    """Say whether what is sent to an address stays on this machine."""
    return _is_loopback(urlsplit(address).hostname or "")


def _scheme(provider: Provider, host: str) -> str:
    """Give how a host without a scheme is asked: a key is not sent in the clear by mistake."""
    return "http" if provider.name in DEFAULT_PORT or _is_loopback(host) else "https"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _netloc(host: str, port: int | None) -> str:
    bracketed = f"[{host}]" if ":" in host else host
    return bracketed if port is None else f"{bracketed}:{port}"


def _path(provider: Provider, path: str) -> str:
    whole = path.rstrip("/")
    for ending in provider.wire.beyond:
        if whole.endswith(ending):
            whole = whole.removesuffix(ending)
            break
    return whole or provider.wire.below
