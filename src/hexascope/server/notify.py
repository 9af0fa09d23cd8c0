"""Telling systemd how the server stands: ready, stopping, alive (sd_notify)."""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"


class Notify:
    """Says words to the socket that systemd named; to nobody where it named none."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        microseconds = environment.get("WATCHDOG_USEC", "")
        meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.pause_s = int(microseconds) / 2e6 if microseconds.isdigit() and meant else 0.0
        """How often ALIVE must be said, twice as often as systemd asks; 0: never."""

    def say(self, *words: str) -> None:
        """Say some words; that systemd does not hear them stops nobody."""
        if not self._address:
            return
        address = self._address
        if address.startswith("@"):
            address = "\0" + address[1:]
        with (
            suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as told,
        ):
            told.setblocking(False)
            told.sendto("\n".join(words).encode(), address)
