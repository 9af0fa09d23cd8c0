"""Hexascope as a user runs it: in a home of its own, beside scripted models and busy programs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 120
HEXASCOPE = (sys.executable, "-m", "hexascope")


def run(*words: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with nobody at its input."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        **variables,
    }
    return subprocess.run(
        [*HEXASCOPE, *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
        stdin=subprocess.DEVNULL,
    )


def until_it_looks(home: Path) -> None:
    """Wait until a first command in a home has begun to look, however slowly the machine starts it.

    It has named the host by then.
    """
    ends = time.monotonic() + PATIENCE_SECONDS
    while not (home / "state" / "hexascope" / "host.json").exists():
        assert time.monotonic() < ends, "it does not begin to look"
        time.sleep(0.02)


@contextmanager
def scripted_models() -> Iterator[str]:
    """Start `hexascope models fake` on a free port, give its address, and end it."""
    server = subprocess.Popen(
        [*HEXASCOPE, "models", "fake", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_SECONDS)
        server.stdout.close()


@contextmanager
def busy(program: str | Path = sys.executable, more: int = 1) -> Iterator[None]:
    """Keep so many more programs busy than there are CPUs: there is something to judge."""
    loops = [
        subprocess.Popen([program, "-c", "while True: pass"])
        for _ in range((os.cpu_count() or 1) + more)
    ]
    try:
        yield
    finally:
        for one in loops:
            one.kill()
            one.wait()
