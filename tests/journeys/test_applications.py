"""Real daemons of Debian in trouble are named; what they say themselves is asked by a login."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.benched import RIGHT

pytestmark = pytest.mark.journey

FAULTS = (
    "jvm-heap",
    "mysql-lock",
    "nginx-upstream",
    "node-loop",
    "pool-exhausted",
    "redis-slow",
    "sequential-scan",
)
TWINS = ("jvm-with-room", "mysql-short-transactions", "pool-with-room", "redis-scan")
PORT = "25433"
PATIENCE_SECONDS = 30.0
IDLE = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
NOBODY = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")


@pytest.mark.alone
@pytest.mark.bench("investigate")
@pytest.mark.parametrize("case", FAULTS)
def test_a_program_in_trouble_is_named_first(run: dict[str, Any]) -> None:
    assert not run["problem"], run["problem"]
    assert all(signal["holds"] for signal in run["signals"]), run["signals"]
    assert run["score"]["total"] >= RIGHT, run["findings"][:3]
    assert run["score"]["culprit"]


@pytest.mark.alone
@pytest.mark.bench("investigate")
@pytest.mark.parametrize("case", TWINS)
def test_the_same_program_under_a_load_that_is_fine_is_left_alone(run: dict[str, Any]) -> None:
    assert not run["problem"], run["problem"]
    assert [one for one in run["findings"] if one["severity"] != "info"] == []


def tool(name: str) -> str:
    """Give a program of PostgreSQL, which Debian keeps off the path."""
    places = [str(one) for one in Path("/").glob("usr/lib/postgresql/*/bin")]
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *places]))
    assert found, f"{name} is missing: install postgresql"
    return found


@pytest.fixture
def database(open_home: Path) -> Iterator[list[str]]:
    """Run a server with a table of one row; give the words that ask it."""
    data = open_home / "data"
    subprocess.run(
        [*NOBODY, tool("initdb"), "-D", str(data), "-U", "shop", "-A", "trust", "-N"],
        check=True,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
    )
    options = [f"port={PORT}", "listen_addresses=127.0.0.1", f"unix_socket_directories={data}"]
    server = subprocess.Popen(
        [*NOBODY, tool("postgres"), "-D", str(data), *(x for one in options for x in ("-c", one))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ask = [tool("psql"), "-XAtq", "-h", "127.0.0.1", "-p", PORT, "-U", "shop", "-d", "postgres"]
    try:
        until(lambda: asked(ask, "SELECT 1") == "1", "the server answers")
        asked(ask, "CREATE TABLE stock AS SELECT 7 AS item, 1000 AS pieces")
        yield ask
    finally:
        server.send_signal(signal.SIGINT)  # ends all sessions at once
        server.wait(PATIENCE_SECONDS)


def asked(ask: list[str], question: str) -> str:
    done = subprocess.run(
        [*ask, "-c", question], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    return done.stdout.strip()


def until(holds: Any, what: str) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < ends, f"it took too long until {what}"
        time.sleep(0.1)


def session(ask: list[str], *statements: str) -> "subprocess.Popen[str]":
    """Begin a session that says this and stays."""
    made = subprocess.Popen(ask, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert made.stdin is not None
    made.stdin.write("".join(f"{one};\n" for one in statements))
    made.stdin.flush()
    return made


def test_with_a_login_the_server_itself_says_who_blocks_whom(
    database: list[str], tmp_path: Path
) -> None:
    settings = tmp_path / "hexascope" / "config.toml"
    settings.parent.mkdir()
    settings.write_text(
        f'[applications.postgresql]\nhost = "127.0.0.1"\nport = {PORT}\nuser = "shop"\n'
        'database = "postgres"\n'
    )
    take = "UPDATE stock SET pieces = pieces - 1 WHERE item = 7"
    sessions = [session(database, "BEGIN", take)]
    try:
        until(lambda: asked(database, IDLE) == "1", "the row is taken")
        sessions.append(session(database, take))
        until(lambda: asked(database, WAITING) == "1", "the other waits")
        holder = asked(database, "SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in t%'")
        report = subprocess.run(
            [
                sys.executable,
                "-m",
                "hexascope",
                "examine",
                "--scope",
                "process",
                "--deep",
                "--no-keep",
                "--format",
                "json",
            ],
            env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        for one in sessions:
            one.kill()
            one.communicate(timeout=PATIENCE_SECONDS)

    told = json.loads(report.stdout)
    first = next(one for one in told["findings"] if one["check"] == "database_waiters")
    assert str(first["culprit"]["pid"]) == holder
    assert first["confidence"] == 97
    assert any(one.startswith("postgresql.blocked_s{") for one in first["evidence"])
