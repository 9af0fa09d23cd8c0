"""A Redis server of our own, and questions to it."""

from dataclasses import dataclass

from benchmarks.daemons.daemon import Daemon, own_folder, start_daemon
from benchmarks.errors import BenchError
from benchmarks.host.bench import Bench
from benchmarks.host.commands import need, run
from benchmarks.host.place import Place

TOOLS = ("redis-cli", "redis-server")
ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redis:
    """A running server."""

    daemon: Daemon
    port: int

    def ask(self, *words: str) -> str:
        """The answer as redis-cli prints it."""
        return run(
            *(str(need("redis-cli")), "-h", ADDRESS, "-p", str(self.port)), "--raw", *words
        ).strip()

    def fact(self, section: str, name: str) -> float:
        """A number of INFO; 0 where it has none."""
        for line in self.ask("INFO", section).splitlines():
            key, _, value = line.strip().partition(":")
            if key == name:
                return float(value)
        return 0.0

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return self.ask("PING") == "PONG"
        except BenchError:
            return False


def start_redis(bench: Bench, port: int, *, place: Place | None = None) -> Redis:
    """An empty server that keeps nothing on disk."""
    home = own_folder(bench)
    daemon = start_daemon(
        bench,
        "redis-server",
        *("--bind", ADDRESS, "--port", str(port), "--dir", str(home)),
        *("--save", "", "--appendonly", "no", "--enable-debug-command", "local"),
        place=place,
    )
    server = Redis(daemon=daemon, port=port)
    daemon.answers(server.is_up, "Redis")
    return server
