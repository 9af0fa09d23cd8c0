"""A service that logs every step and syncs it, on the slow volume of a database."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.postgres import ADDRESS, TOOLS, USER, Postgres, start_postgres
from benchmarks.host.bench import Bench
from benchmarks.host.commands import run
from benchmarks.host.counters import pressure_seconds
from benchmarks.host.groups import Group, make_group
from benchmarks.host.place import Place
from benchmarks.host.volumes import MEGABYTE, Volume, make_volume
from benchmarks.host.workers import Worker, start_worker
from benchmarks.known import known_volume
from benchmarks.truth import Truth, together, who

PORT = 7211
VOLUME_MEGABYTES = 280
LIMIT_BYTES_PER_SECOND = 2 * MEGABYTE
STORM_LINES = 6000
CLIENTS = 2
WRITE = "INSERT INTO orders(note) VALUES (repeat('x', 200))"
_SETTINGS = {
    "fsync": "on",
    "min_wal_size": "'32MB'",
    "max_wal_size": "'48MB'",
    "full_page_writes": "off",
}


def start_database(bench: Bench) -> tuple[Group, Volume, Postgres, list[Worker]]:
    """The group with its limit, the volume, the database on it and the clients that commit."""
    volume = make_volume(bench, VOLUME_MEGABYTES)
    group = make_group(bench, "blkio")
    server = start_postgres(
        bench, PORT, folder=volume.mount, place=Place(groups=group.paths), settings=_SETTINGS
    )
    server.ask("CREATE TABLE orders(id serial, note text)")
    server.ask("CHECKPOINT")
    run("sync", "-f", str(volume.mount))
    group.limit_writes(volume.disk.number, LIMIT_BYTES_PER_SECOND)
    name = bench.name()
    clients = [
        start_worker(
            bench,
            "ask_postgres",
            name=name,
            address=ADDRESS,
            port=PORT,
            user=USER,
            first=[],
            again=[WRITE],
            rest_seconds=0.05,
        )
        for _ in range(CLIENTS)
    ]
    return group, volume, server, clients


def start_logger(bench: Bench, group: Group, volume: Volume, lines: int, rest: float) -> Worker:
    """A service beside the database, in the same group and on the same volume."""
    return start_worker(
        bench,
        "log_lines",
        place=Place(groups=group.paths),
        path=str(volume.mount / "service.log"),
        lines=lines,
        most_megabytes=40,
        rest_seconds=rest,
    )


def commits(clients: list[Worker], *, least: float = 0.0, most: float = 1000.0) -> Signal:
    """How many commits a second the clients of the database get."""
    return Signal(
        name="commits a second",
        read=lambda: sum(one.tally.read() for one in clients),
        measure="rate",
        least=least,
        most=most,
    )


def _make(bench: Bench) -> Scene:
    group, volume, server, clients = start_database(bench)
    logger = start_logger(bench, group, volume, STORM_LINES, 0.0)
    backends = server.sessions("true")
    victims = [server.daemon.pid, *backends, *(one.pid for one in clients)]
    return Scene(
        signals=(
            commits(clients, most=12),
            Signal(
                name="psi.io.some",
                read=lambda: pressure_seconds("io"),
                measure="rate",
                least=0.3,
            ),
        ),
        truth=Truth(
            resources=("disk", "filesystem"),
            aspects=("saturation", "latency", "utilization"),
            culprit=who(pids=[logger.pid], texts=[logger.name, "service.log"]),
            # the place where it hurts, and who waits there
            victims=together(known_volume(volume), who(pids=victims, texts=[group.name])),
            signal=(r"io.*pressure|pressure.*io|psi", r"await|latency|wait", r"limit|\blog\b|sync"),
        ),
    )


log_storm = Case(
    name="log-storm",
    tells="A service logs and syncs every step on the slow volume of a database, which waits.",
    make=_make,
    tools=(*TOOLS, "losetup", "mkfs.ext4", "mount", "umount"),
    controllers=("blkio",),
)
