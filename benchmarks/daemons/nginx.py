"""An nginx of our own, in front of one upstream."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.daemons.daemon import Daemon, give, own_folder, start_daemon
from benchmarks.daemons.web import is_up
from benchmarks.host.bench import Bench
from benchmarks.host.counters import children

TOOLS = ("nginx",)
STATUS = "/nginx_status"
_FOLDERS = ("body", "proxy", "fastcgi", "uwsgi", "scgi")

_CONFIGURATION = """
daemon off;
worker_processes 1;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location {status} {{ stub_status; }}
    location / {{
      proxy_pass http://127.0.0.1:{upstream};
      proxy_read_timeout {timeout}s;
    }}
  }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nginx:
    """A running server."""

    daemon: Daemon
    port: int
    errors: Path

    def pids(self) -> list[int]:
        """The master and its workers."""
        return [self.daemon.pid, *children(self.daemon.pid)]

    def timeouts(self) -> float:
        """How often it has given up on its upstream, by its own log."""
        return float(self.errors.read_text(encoding="utf-8").count("upstream timed out"))


def start_nginx(bench: Bench, port: int, upstream: int, timeout_seconds: int) -> Nginx:
    """It gives its upstream so many seconds for an answer."""
    home = own_folder(bench)
    for name in _FOLDERS:
        (home / name).mkdir()
        give(home / name)
    configuration = home / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            home=home, port=port, upstream=upstream, timeout=timeout_seconds, status=STATUS
        )
    )
    give(configuration)
    words = ("-e", f"{home}/error.log", "-p", str(home), "-c", str(configuration))
    daemon = start_daemon(bench, "nginx", *words)
    daemon.answers(lambda: is_up(port, STATUS), "nginx")
    return Nginx(daemon=daemon, port=port, errors=home / "error.log")
