"""The outside place that signed heads of the audit log are given to."""

import asyncio
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from hexascope.domain.audited import SignedHead
from hexascope.domain.errors import BadSettings, CannotReach

PATIENCE_S = 10.0
"""How long one answer is waited for."""

SYSLOG = Path("/dev/log")
_NOTICE_OF_AUTH = 10 * 8 + 5
"""Facility authpriv, severity notice, as syslog counts them."""


class Outside(Protocol):
    """A place that takes heads; CannotReach where it did not."""

    async def give(self, heads: Sequence[SignedHead]) -> None:
        """Have it keep all of them; some may come twice."""


@dataclass(frozen=True, slots=True)
class IntoFile:
    """A file that grows: on another disk or machine, or one that can only be appended to."""

    file: Path

    async def give(self, heads: Sequence[SignedHead]) -> None:
        """Append lines, and wait for the disk."""
        await asyncio.to_thread(self._append, "".join(f"{head.line()}\n" for head in heads))

    def _append(self, lines: str) -> None:
        try:
            handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, lines.encode())
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise CannotReach(f"{self.file}: {error.strerror or error}") from None


@dataclass(frozen=True, slots=True)
class IntoSyslog:
    """This machine's log, which it may send on to another."""

    socket: Path = SYSLOG

    async def give(self, heads: Sequence[SignedHead]) -> None:
        """Send a line for each."""
        await asyncio.to_thread(self._send, [head.line() for head in heads])

    def _send(self, lines: Sequence[str]) -> None:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
                door.settimeout(PATIENCE_S)
                door.connect(str(self.socket))
                for line in lines:
                    door.send(f"<{_NOTICE_OF_AUTH}>hexascope-audit: {line}".encode())
        except OSError as error:
            raise CannotReach(f"syslog at {self.socket}: {error.strerror or error}") from None


@dataclass(frozen=True, slots=True)
class IntoWeb:
    """A webhook: takes `{"heads": […]}` by POST, and answers 2xx once it has kept them."""

    url: str

    async def give(self, heads: Sequence[SignedHead]) -> None:
        """Post all at once; redirects are not followed."""
        import json

        import aiohttp

        told = {"heads": [json.loads(head.line()) for head in heads]}
        patience = aiohttp.ClientTimeout(total=PATIENCE_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=patience) as session,
                session.post(self.url, json=told, allow_redirects=False) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            # the address may hold a token: only its host is named
            raise CannotReach(f"{urlsplit(self.url).hostname}: {type(error).__name__}") from None
        if not 200 <= status < 300:
            raise CannotReach(f"{urlsplit(self.url).hostname} answered {status}")


def outside_at(place: str) -> Outside | None:
    """Give the place that the setting names: a file, `syslog:` or a URL; None where it is empty."""
    if not place:
        return None
    if place in ("syslog", "syslog:"):
        return IntoSyslog()
    parts = urlsplit(place)
    if (parts.scheme == "https" and parts.hostname) or (
        parts.scheme == "http" and _is_loopback(parts.hostname or "")
    ):
        return IntoWeb(place)
    if parts.scheme in ("", "file") and parts.path.startswith("/"):
        return IntoFile(Path(parts.path))
    raise BadSettings(
        "server.audit_outside must be a file (/…), syslog:, or an address with https://"
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
