"""Where the server listens: sockets, certificates, and the refusal to listen in the open."""

import errno
import ipaddress
import os
import socket
import ssl
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hexascope.domain.errors import BadSettings, Denied
from hexascope.settings.groups import Server

BACKLOG = 1024
"""Connections that the kernel holds until they are taken."""

LONGEST_SOCKET_PATH = 107
"""Bytes of a unix socket's path that the kernel takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a server listens: an address and port, or the path of a unix socket."""

    host: str = "127.0.0.1"
    port: int = 8000
    path: Path | None = None

    @property
    def private(self) -> bool:
        """Tell whether only this machine reaches it."""
        return self.path is not None or is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Tell whether an address or name is this machine's own, whatever a resolver says."""
    if host.lower().rstrip(".") == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]").partition("%")[0]).is_loopback
    return False


def refuse_open(place: Place, said: Server, *, login_ready: bool) -> None:
    """Raise Denied where others than this machine could reach a server that is not ready for them.

    It needs TLS (or a proxy in front that is named and does it), and somebody who can log in.
    """
    if place.private:
        return
    if not (said.tls_certificate or said.trusted_proxies):
        raise Denied(
            f"{place.host} is beyond this machine, and passwords would travel in the clear: give"
            " --tls-certificate and --tls-key, or name the proxy that does TLS in"
            " server.trusted_proxies; or listen on 127.0.0.1"
        )
    if not login_ready:
        raise Denied(
            f"{place.host} is beyond this machine, and nobody can log in yet: who comes first"
            " would be its master. Start it on 127.0.0.1 once, open the set-up link that it"
            " prints, and then listen here"
        )


def bound(place: Place) -> list[socket.socket]:
    """Bind and listen; BadSettings that says what is in the way."""
    if place.path is not None:
        return [_unix(place.path)]
    try:
        found = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError, OverflowError) as error:
        raise BadSettings(f"server.host {place.host!r:.80} is no address: {error}") from None
    addresses = list(dict.fromkeys((one[0], one[4]) for one in found))
    if place.port == 0:
        addresses = addresses[:1]
    made: list[socket.socket] = []
    try:
        for family, address in addresses:
            made.append(_tcp(family, address))
    except OSError as error:
        for one in made:
            one.close()
        raise BadSettings(_why(place, error)) from None
    return made


def _tcp(family: int, address: tuple[object, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
        made.listen(BACKLOG)
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made


def _why(place: Place, error: OSError) -> str:
    where = f"{place.host}:{place.port}"
    if error.errno == errno.EADDRINUSE:
        return f"{where} is taken: another program listens there; choose another --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{where}: this machine has no such address"
    if error.errno == errno.EACCES:
        return f"{where}: ports below 1024 need a right (CAP_NET_BIND_SERVICE); choose a higher one"
    return f"{where}: {error.strerror or error}"


def _unix(path: Path) -> socket.socket:
    if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        raise BadSettings(f"{path} is longer than {LONGEST_SOCKET_PATH} bytes: no socket's path is")
    _remove_left(path)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    try:
        before = os.umask(0o117)  # the group may, others not: a proxy shares the group
        try:
            made.bind(str(path))
        finally:
            os.umask(before)
        made.listen(BACKLOG)
        made.setblocking(False)
    except OSError as error:
        made.close()
        raise BadSettings(f"{path}: no socket could be made: {error.strerror or error}") from None
    return made


def _remove_left(path: Path) -> None:
    """Remove the socket of a server that has ended; another's is not ours to remove."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if not stat.S_ISSOCK(mode):
        raise BadSettings(f"{path} is there already and is no socket: choose another path")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked:
        try:
            asked.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
            return
    raise BadSettings(f"{path} is taken: another server listens there")


def certificate_context(said: Server) -> ssl.SSLContext | None:
    """Read certificate and key; None where no TLS is wanted. BadSettings that names the file."""
    certificate, key = said.tls_certificate, said.tls_key
    if not certificate and not key:
        return None
    if not certificate or not key:
        raise BadSettings("TLS needs both: --tls-certificate and --tls-key")
    for name, file in (("tls_certificate", certificate), ("tls_key", key)):
        try:
            with Path(file).open("rb"):
                pass
        except OSError as error:
            raise BadSettings(
                f"server.{name}: {file} can't be read: {error.strerror or error}"
            ) from None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    try:
        # a key with a passphrase would ask a terminal that nobody sits at
        context.load_cert_chain(certificate, key, password=lambda: b"")
    except (ssl.SSLError, OSError, ValueError) as error:
        raise BadSettings(
            f"{certificate} and {key} are no certificate with its key (PEM, the key without"
            f" passphrase): {getattr(error, 'reason', '') or error}"
        ) from None
    return context
