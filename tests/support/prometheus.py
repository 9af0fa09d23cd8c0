"""A Prometheus of our own on loopback: a real HTTP server that keeps the API's contract."""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

END = 1_795_000_000.0
EVERY = 15.0
TARGET = {"instance": "web-1:9100", "job": "node"}
MODES = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")

Labels = tuple[tuple[str, str], ...]
Points = list[tuple[float, str]]
Known = dict[tuple[str, Labels], Points]


def scrapes(count: int = 41, *, end: float = END, every: float = EVERY) -> list[float]:
    """Give the times of some scrapes, the last at the end."""
    return [end - every * place for place in reversed(range(count))]


def put(known: Known, at: float, metric: str, value: float | str, **labels: str) -> None:
    """Add one sample, as Prometheus writes it."""
    key = (metric, tuple(sorted(labels.items())))
    told = value if isinstance(value, str) else f"{value:.10g}"
    known.setdefault(key, []).append((at, told))


def healthy(times: list[float], *, busy: float = 0.2, boot: float = END - 90_000) -> Known:
    """Give what a healthy host of two CPUs says at each scrape; `busy` is the use of each CPU."""
    known: Known = {}
    for at in times:
        age = at - boot
        put(known, at, "up", 1)
        put(known, at, "node_boot_time_seconds", boot)
        _processor(known, at, age, busy)
        _memory(known, at, age)
        _disk(known, at, age)
        _network(known, at, age)
        for name in ("stat", "cpu", "meminfo", "diskstats", "netdev", "filesystem", "vmstat"):
            put(known, at, "node_scrape_collector_success", 1, collector=name)
        put(known, at, "node_scrape_collector_success", 0, collector="mdadm")
        put(
            known, at, "node_uname_info", 1,
            nodename="web-1", release="6.1.0", machine="x86_64", sysname="Linux",
            version="1", domainname="(none)",
        )  # fmt: skip
        put(known, at, "node_os_info", 1, pretty_name="Debian GNU/Linux 12 (bookworm)")
    return known


def _processor(known: Known, at: float, age: float, busy: float) -> None:
    share = dict.fromkeys(MODES, 0.0) | {"user": busy, "idle": 1 - busy}
    for cpu in ("0", "1"):
        for mode in MODES:
            put(known, at, "node_cpu_seconds_total", age * share[mode], cpu=cpu, mode=mode)
        put(known, at, "node_softnet_processed_total", int(age * 50), cpu=cpu)
        put(known, at, "node_softnet_dropped_total", 0, cpu=cpu)
        put(known, at, "node_softnet_times_squeezed_total", 0, cpu=cpu)
    put(known, at, "node_context_switches_total", int(age * 900))
    put(known, at, "node_forks_total", int(age * 2))
    put(known, at, "node_procs_running", 9 if busy > 0.9 else 1)
    put(known, at, "node_procs_blocked", 0)
    put(known, at, "node_load1", 0.4)
    waited = age * max(0.0, busy - 0.2)
    put(known, at, "node_pressure_cpu_waiting_seconds_total", waited)
    for name in ("memory_waiting", "memory_stalled", "io_waiting", "io_stalled"):
        put(known, at, f"node_pressure_{name}_seconds_total", 0)


def _memory(known: Known, at: float, age: float) -> None:
    for name, size in (
        ("MemTotal", 8e9), ("MemAvailable", 5e9), ("MemFree", 4e9), ("Buffers", 1e8),
        ("Cached", 2e9), ("AnonPages", 1.5e9), ("Slab", 3e8), ("SUnreclaim", 1e8), ("Dirty", 1e6),
        ("Writeback", 0.0), ("Shmem", 1e7), ("SwapTotal", 0.0), ("SwapFree", 0.0),
        ("Active_anon", 1e9), ("CommitLimit", 4e9), ("Committed_AS", 2e9), ("KernelStack", 1e7),
        ("PageTables", 2e7),
    ):  # fmt: skip
        put(known, at, f"node_memory_{name}_bytes", size)
    for name in ("pswpin", "pswpout", "oom_kill", "pgmajfault"):
        put(known, at, f"node_vmstat_{name}", 0)


def _disk(known: Known, at: float, age: float) -> None:
    for name, value in (
        ("reads_completed_total", age * 5), ("read_bytes_total", age * 5 * 8192),
        ("read_time_seconds_total", age * 0.005), ("writes_completed_total", age * 10),
        ("written_bytes_total", age * 10 * 8192), ("write_time_seconds_total", age * 0.02),
        ("io_time_seconds_total", age * 0.03), ("io_time_weighted_seconds_total", age * 0.025),
        ("io_now", 0.0),
    ):  # fmt: skip
        put(known, at, f"node_disk_{name}", value, device="vda")
    put(known, at, "node_disk_info", 1, device="vda", major="254", minor="0")
    where = {"device": "/dev/vda", "fstype": "ext4", "mountpoint": "/"}
    for name, value in (
        ("size_bytes", 1e11), ("free_bytes", 6e10), ("avail_bytes", 5.5e10), ("files", 6e6),
        ("files_free", 5e6), ("readonly", 0.0),
    ):  # fmt: skip
        put(known, at, f"node_filesystem_{name}", value, **where)


def _network(known: Known, at: float, age: float) -> None:
    for name in ("receive", "transmit"):
        for what, rate in (("bytes", 20_000.0), ("packets", 40.0)):
            put(known, at, f"node_network_{name}_{what}_total", age * rate, device="eth0")
    for name in (
        "receive_errs", "receive_drop", "receive_fifo", "receive_frame", "transmit_errs",
        "transmit_drop", "transmit_fifo", "transmit_colls", "transmit_carrier",
    ):  # fmt: skip
        put(known, at, f"node_network_{name}_total", 0, device="eth0")
    put(known, at, "node_network_speed_bytes", 125_000_000, device="eth0")
    for name, rate in (("OutSegs", 100.0), ("InSegs", 100.0), ("RetransSegs", 0.0)):
        put(known, at, f"node_netstat_Tcp_{name}", age * rate)


@dataclass(slots=True)
class Kept:
    """What the server answers: series of targets, or `instead` (status, headers, body) by path.

    `asked` holds the questions (path, form) and `logins` the headers that came with them.
    """

    targets: list[tuple[Mapping[str, str], Known]] = field(default_factory=list)
    now: float = END
    warnings: list[str] = field(default_factory=list)
    instead: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    hold: threading.Event | None = None
    drip: bool = False

    def answer(self, path: str, form: dict[str, list[str]]) -> Any:
        if path.endswith("/series"):
            return [
                {"__name__": name, **dict(labels), **target}
                for target, known in self.targets
                for name, labels in known
                if name in ("node_boot_time_seconds", "node_uname_info")
            ]
        [query] = form["query"]
        if query == "time()":
            return {"resultType": "scalar", "result": [self.now, str(self.now)]}
        return {"resultType": "matrix", "result": list(self._matrix(query, form))}

    def _matrix(self, query: str, form: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
        end = float(form["time"][0])
        found = re.search(r"\[(\d+)ms\]$", query)
        names = re.search(r'__name__=~"([^"]+)"', query)
        assert found is not None
        assert names is not None
        wanted = re.compile(names[1])
        begin = end - int(found[1]) / 1000
        for target, known in self.targets:
            if not all(f'{name}="{value}"' in query for name, value in target.items()):
                continue
            for (name, labels), points in known.items():
                inside = [[at, value] for at, value in points if begin <= at <= end]
                if inside and wanted.fullmatch(name):
                    yield {"metric": {"__name__": name, **dict(labels), **target}, "values": inside}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, kept: Kept) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kept = kept

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        kept = self.server.kept
        size = int(self.headers.get("Content-Length", 0))
        form = parse_qs(self.rfile.read(size).decode())
        kept.asked.append((self.path, form))
        kept.logins.append(self.headers.get("Authorization", ""))
        if kept.hold is not None:
            kept.hold.wait(5)
        status, headers, body = kept.instead.get(self.path) or self._usual(form)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._send(body)

    def _send(self, body: bytes) -> None:
        if not self.server.kept.drip:
            self.wfile.write(body)
            return
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            threading.Event().wait(0.02)

    def _usual(self, form: dict[str, list[str]]) -> tuple[int, Mapping[str, str], bytes]:
        kept = self.server.kept
        told: dict[str, Any] = {"status": "success", "data": kept.answer(self.path, form)}
        if kept.warnings:
            told["warnings"] = kept.warnings
        return 200, {"Content-Type": "application/json"}, json.dumps(told).encode()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name is given
        """Say nothing."""


@contextmanager
def prometheus(kept: Kept) -> Iterator[str]:
    """Serve what was kept; give the address."""
    server = _Server(kept)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        if kept.hold is not None:
            kept.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()
