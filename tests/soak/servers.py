"""Processes of hexascope under test: started by its command, killed, and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

READY_S = 30.0
"""How long a start may take; what it took is told."""

END_S = 40.0
STEP_S = 0.05


@dataclass(slots=True, kw_only=True)
class Program:
    """One process of ours; `words` are the command's, `settings` names of settings with values."""

    words: Sequence[str]
    folder: Path
    settings: Mapping[str, str]
    name: str
    process: "subprocess.Popen[bytes] | None" = None
    starts: int = 0
    log: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Start it, in a process group of its own, with a log of its own."""
        self.starts += 1
        variables = {
            f"HEXASCOPE_{name.upper().replace('.', '__')}": value
            for name, value in self.settings.items()
        }
        home = {"HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder / "state")}
        with (self.folder / f"{self.name}.log").open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hexascope", *self.words],
                env={**os.environ, **home, **variables},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def said(self) -> str:
        """Give what it has written so far."""
        return (self.folder / f"{self.name}.log").read_text(encoding="utf-8", errors="replace")

    def signal(self, number: int) -> None:
        """Send a signal to it and to its children."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """End it at once, as the kernel would when memory is short."""
        self.signal(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(END_S)

    def stop(self) -> int:
        """Ask it to end, and give its exit code; killed where it does not."""
        if self.process is None or self.process.poll() is not None:
            return 0 if self.process is None else self.process.returncode
        os.kill(self.process.pid, signal.SIGTERM)
        try:
            return self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL


def ready(url: str, program: Program) -> float:
    """Wait until it says that it is ready, and give the seconds; AssertionError with its log."""
    began = time.monotonic()
    while time.monotonic() - began < READY_S:
        assert program.process is not None
        if program.process.poll() is not None:
            break
        try:
            with urlopen(f"{url}/readyz", timeout=1) as answer:
                if answer.status == 200:
                    return time.monotonic() - began
        except (URLError, OSError):
            time.sleep(STEP_S)
    raise AssertionError(f"{program.name} is not ready:\n{program.said()[-4000:]}")


def free_port() -> int:
    """Give a loopback port that nobody has at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
