"""Where a Prometheus is, how to log in there, and how what it says is shown."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from hexascope.domain.errors import BadInput

LONGEST_TOLD = 200
"""Characters that are shown of what a server says."""

PLAIN = "http"
STARTS = (PLAIN, "https")


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What to show the server, if anything: a token, or a name with a password."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def headers(self) -> Mapping[str, str]:
        """Give the header that carries it."""
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        if self.user:
            both = f"{self.user}:{self.password}".encode()
            return {"Authorization": f"Basic {b64encode(both).decode()}"}
        return {}


NO_LOGIN = Login()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a Prometheus is: `http://host:9090` and the path below which its API lies."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def shown(self) -> str:
        """Give it for people."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def address(url: str) -> Address:
    """Read the URL of a Prometheus; one with a password is refused, and not shown."""
    example = "such as prometheus:http://127.0.0.1:9090"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadInput(
            f"the address of the Prometheus can't be read; write one {example}"
        ) from None
    if "@" in parts.netloc:
        raise BadInput(
            "the address of the Prometheus holds a name or a password, which others could read in"
            " the list of processes: leave them out, and name a file with prometheus.token_file or"
            " prometheus.password_file in the settings"
        )
    if parts.scheme not in STARTS or not host or parts.query or parts.fragment:
        raise BadInput(f"{printable(url)!r} is no address of a Prometheus; write one {example}")
    usual = 80 if parts.scheme == PLAIN else 443
    return Address(
        scheme=parts.scheme,
        host=host,
        port=usual if port is None else port,
        path=quote(parts.path.rstrip("/"), safe="/%"),
    )


def printable(text: str, most: int = LONGEST_TOLD) -> str:
    """Make what a server says fit to be shown: bounded, and without control characters."""
    cut = text[: most + 1]
    plain = "".join(char if char.isprintable() else " " for char in cut)
    words = " ".join(plain.split())
    return words if len(text) <= most else f"{words[:most]}…"


def keep_secret(where: Address, login: Login) -> None:
    """Refuse to send a login where everybody on the way could read it."""
    if where.scheme == PLAIN and login.headers() and not _is_here(where.host):
        raise BadInput(
            f"the login would go to {where.shown} readable for all on the way: use https"
        )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
