"""The three stores of the benchmark: each a process on loopback with its data in a folder."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks.errors import BenchError
from benchmarks.series import sent
from benchmarks.series.client import get, post_all

START_SECONDS = 60.0
SEALED_SECONDS = 120.0
CONNECTIONS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A store: how it is started, how samples are sent to it, and how it is asked."""

    name: str
    port: int
    words: Callable[[Path, int], Sequence[str]]
    path: str
    headers: Mapping[str, str]
    bodies: Callable[[sent.Load, Sequence[int]], Iterator[bytes]]
    settled: Callable[["Running"], None]
    disk: Callable[["Running"], int]

    def post(self, load: sent.Load) -> float:
        """Post all of a load; gives the seconds it took."""
        connections = min(CONNECTIONS, load.hosts)
        parts = [
            self.bodies(load, range(first, load.hosts, connections)) for first in range(connections)
        ]
        return post_all(self.port, self.path, self.headers, parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A store that runs."""

    kind: Kind
    pid: int
    folder: Path

    def cpu_s(self) -> float:
        """CPU seconds that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mebibytes(self) -> float:
        """Memory that it holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def running(kind: Kind, folder: Path) -> Iterator[Running]:
    """Start a store with an empty folder, and end it."""
    folder.mkdir(parents=True)
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        process = subprocess.Popen(kind.words(folder, kind.port), stdout=log, stderr=log)
    try:
        _wait_for_port(kind, process)
        yield Running(kind=kind, pid=process.pid, folder=folder)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_port(kind: Kind, process: "subprocess.Popen[bytes]") -> None:
    import socket

    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", kind.port), timeout=1):
                time.sleep(1.0)  # Prometheus listens before it takes samples
                return
        except OSError:
            time.sleep(0.1)
    raise BenchError(f"{kind.name} did not start")


def ours_with(flag: str, folder: Path, port: int) -> Sequence[str]:
    """How ours is started with a flag of its own."""
    place = ["--folder", str(folder), "--port", str(port)]
    return [sys.executable, "-m", "benchmarks.series.ours", *place, *flag.split()]


def _prometheus(folder: Path, port: int) -> Sequence[str]:
    settings = folder / "prometheus.yml"
    settings.write_text("global: {}\n")
    return [
        "prometheus",
        f"--config.file={settings}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--web.enable-remote-write-receiver",
        "--web.enable-admin-api",
        "--log.level=error",
    ]


def _victoria(folder: Path, port: int) -> Sequence[str]:
    return [
        "victoria-metrics",
        f"-storageDataPath={folder / 'data'}",
        f"-httpListenAddr=127.0.0.1:{port}",
        "-loggerLevel=ERROR",
        "-search.latencyOffset=0s",
    ]


def _sealed(store: Running) -> None:
    """Wait until no chunk that is over has open rows: sealing is part of the cost."""
    until = time.monotonic() + SEALED_SECONDS
    while time.monotonic() < until:
        (left,) = _sql(store, "SELECT count(*) FROM series_open")
        if not left:
            return
        time.sleep(0.5)
    raise BenchError("the chunks were not sealed in time")


def _sql(store: Running, words: str) -> tuple[int, ...]:
    connection = sqlite3.connect(f"file:{store.folder / 'hexascope.db'}?mode=ro", uri=True)
    try:
        row: tuple[int, ...] = connection.execute(words).fetchone()
        return row
    finally:
        connection.close()


def _chunk_bytes(store: Running) -> int:
    (size,) = _sql(store, "SELECT sum(length(times) + length(data)) FROM series_chunks")
    return size


def database_bytes(store: Running) -> int:
    """The whole file of ours, with summaries and indexes."""
    (pages,) = _sql(store, "SELECT page_count FROM pragma_page_count()")
    (free,) = _sql(store, "SELECT freelist_count FROM pragma_freelist_count()")
    (size,) = _sql(store, "SELECT page_size FROM pragma_page_size()")
    return (pages - free) * size


def _nothing(_store: Running) -> None:
    return


def _flushed(store: Running) -> None:
    get(store.kind.port, "/internal/force_flush")


def _snapshot_bytes(store: Running) -> int:
    """Have Prometheus write a block of all it holds, and measure that."""
    address = f"http://127.0.0.1:{store.kind.port}/api/v1/admin/tsdb/snapshot"
    with urlopen(Request(address, method="POST"), timeout=120) as answer:
        name = json.loads(answer.read())["data"]["name"]
    return _folder_bytes(store.folder / "data" / "snapshots" / name)


def _merged_bytes(store: Running) -> int:
    get(store.kind.port, "/internal/force_flush")
    get(store.kind.port, "/internal/force_merge")
    time.sleep(3.0)
    return _folder_bytes(store.folder / "data" / "data")


def _folder_bytes(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


REMOTE_WRITE = {"Content-Type": "application/x-protobuf", "Content-Encoding": "snappy"}

OURS = Kind(
    name="hexascope",
    port=18_310,
    words=partial(ours_with, ""),
    path="/api/v1/series/batches",
    headers={"Content-Type": "application/msgpack", "Authorization": "Bearer x"},
    bodies=sent.ours,
    settled=_sealed,
    disk=_chunk_bytes,
)
PROMETHEUS = Kind(
    name="prometheus",
    port=18_311,
    words=_prometheus,
    path="/api/v1/write",
    headers=REMOTE_WRITE,
    bodies=sent.remote_write,
    settled=_nothing,
    disk=_snapshot_bytes,
)
VICTORIA = Kind(
    name="victoria-metrics",
    port=18_312,
    words=_victoria,
    path="/api/v1/write",
    headers=REMOTE_WRITE,
    bodies=sent.remote_write,
    settled=_flushed,
    disk=_merged_bytes,
)


def kinds() -> list[Kind]:
    """Ours and the peers that are installed."""
    peers = [PROMETHEUS, VICTORIA]
    return [OURS, *(one for one in peers if shutil.which(one.name))]
