"""A PostgreSQL server of our own, and questions to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.daemons.daemon import NOBODY, Daemon, give, start_daemon
from benchmarks.errors import BenchError
from benchmarks.host.bench import Bench
from benchmarks.host.commands import need, run
from benchmarks.host.place import CLONE_NEWIPC, Place

TOOLS = ("initdb", "postgres", "psql")
ADDRESS = "127.0.0.1"
USER = "shop"
_TEMPLATE = "postgres-template"

# Shared memory lies in the data folder, and the one System V segment in an own IPC namespace: a
# server that is killed leaves neither behind.
_SETTINGS = {
    "dynamic_shared_memory_type": "mmap",
    "fsync": "off",
    "listen_addresses": f"'{ADDRESS}'",
    "max_connections": "40",
    "max_parallel_workers_per_gather": "0",
    "shared_buffers": "'160MB'",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Postgres:
    """A running server."""

    daemon: Daemon
    port: int

    def ask(self, question: str) -> str:
        """The answer as psql prints it, without any ornament."""
        return run(
            *(str(need("psql")), "-XAtq", "-v", "ON_ERROR_STOP=1"),
            *("-h", ADDRESS, "-p", str(self.port), "-U", USER, "-d", "postgres", "-c", question),
        ).strip()

    def number(self, question: str) -> float:
        """The answer as a number; nothing counts as 0."""
        return float(self.ask(question) or 0)

    def sessions(self, condition: str) -> list[int]:
        """The server processes of all sessions for which this holds."""
        rows = self.ask(f"SELECT pid FROM pg_stat_activity WHERE {condition} ORDER BY pid")
        return [int(pid) for pid in rows.split()]

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return self.ask("SELECT 1") == "1"
        except BenchError:
            return False


def start_postgres(
    bench: Bench,
    port: int,
    *,
    folder: Path | None = None,
    place: Place | None = None,
    settings: Mapping[str, str] | None = None,
) -> Postgres:
    """A server with fresh data in a folder of its own, or in this one."""
    home = (folder or bench.new_folder()) / "data"
    run("cp", "-a", str(_template(bench)), str(home))
    lines = _SETTINGS | {"port": str(port), "unix_socket_directories": f"'{home}'"}
    lines |= settings or {}
    with (home / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = {value}\n" for name, value in lines.items())
    place = replace(place or Place(), unshared=CLONE_NEWIPC)
    daemon = start_daemon(bench, "postgres", "-D", str(home), place=place)
    server = Postgres(daemon=daemon, port=port)
    daemon.answers(server.is_up, "PostgreSQL")
    return server


def _template(bench: Bench) -> Path:
    """An empty data folder; it takes seconds to make, so it is made once for all cases."""
    template = bench.folder / _TEMPLATE
    if not template.exists():
        template.mkdir()
        give(template)
        words = ("-D", str(template), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        run(str(need("initdb")), *words, user=NOBODY)
    return template
