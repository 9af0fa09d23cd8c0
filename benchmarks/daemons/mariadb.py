"""A MariaDB server of our own, and questions to it."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.daemons.daemon import NOBODY, Daemon, give, start_daemon
from benchmarks.errors import BenchError
from benchmarks.host.bench import Bench
from benchmarks.host.commands import need, run

TOOLS = ("mariadb", "mariadb-install-db", "mariadbd")
ADDRESS = "127.0.0.1"
USER = "root"
_TEMPLATE = "mariadb-template"


@dataclass(frozen=True, slots=True, kw_only=True)
class MariaDB:
    """A running server."""

    daemon: Daemon
    port: int

    def ask(self, question: str) -> str:
        """The answer, without any ornament."""
        return run(
            *(str(need("mariadb")), "--no-defaults", "-h", ADDRESS, "-P", str(self.port)),
            *("-u", USER, "-N", "-B", "-e", question),
        ).strip()

    def number(self, question: str) -> float:
        """The answer as a number; nothing counts as 0."""
        return float(self.ask(question) or 0)

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return self.ask("SELECT 1") == "1"
        except BenchError:
            return False


def start_mariadb(bench: Bench, port: int) -> MariaDB:
    """A server with fresh data in a folder of its own, which lets its administrator in."""
    home = bench.new_folder() / "data"
    run("cp", "-a", str(_template(bench)), str(home))
    daemon = start_daemon(
        bench,
        "mariadbd",
        *("--no-defaults", f"--datadir={home}", f"--bind-address={ADDRESS}", f"--port={port}"),
        *(f"--socket={home}/socket", f"--pid-file={home}/pid", f"--tmpdir={home}"),
        *("--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0"),
        "--skip-name-resolve",
    )
    server = MariaDB(daemon=daemon, port=port)
    daemon.answers(server.is_up, "MariaDB")
    return server


def _template(bench: Bench) -> Path:
    """A fresh data folder; it takes seconds to make, so it is made once for all cases."""
    template = bench.folder / _TEMPLATE
    if not template.exists():
        template.mkdir()
        give(template)
        run(
            *(str(need("mariadb-install-db")), "--no-defaults", f"--datadir={template}"),
            *("--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"),
            user=NOBODY,
        )
    return template
