"""`hexascope serve` as a process of its own, on a free port of loopback."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.commands import HEXASCOPE

PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Running:
    """A server that listens; `first` is the line that it said."""

    process: "subprocess.Popen[str]"
    port: int
    first: str

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def connect(self, timeout: float = 20.0) -> socket.socket:
        """Open a connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def resident_bytes(self) -> int:
        """Give the memory that it holds now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) * 1024

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, wait, and give its exit status."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_SECONDS)


def begun(home: Path, *words: str, **variables: str) -> "subprocess.Popen[str]":
    """Start `hexascope serve` with a home of its own; it does not look at this host."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "HEXASCOPE_SERVER__LOOK_SECONDS": "0",
        **variables,
    }
    with (home / "log").open("a") as log:
        return subprocess.Popen(
            [*HEXASCOPE, "serve", "--port", "0", *words],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
            stdin=subprocess.DEVNULL,
        )


@contextmanager
def running(home: Path, *words: str, **variables: str) -> Iterator[Running]:
    """Serve until the block ends; all that it logs goes to the file `log` in its home."""
    process = begun(home, *words, **variables)
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        found = re.search(r":(\d+)/?$", first.strip())
        assert found, first + (home / "log").read_text()
        yield Running(process, int(found[1]), first.strip())
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE_SECONDS)
        process.stdout.close()
