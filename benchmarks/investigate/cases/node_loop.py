"""A Node service whose event loop stands still for 800 ms at each report."""

import shutil

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.daemon import Daemon, own_folder, start_daemon
from benchmarks.daemons.jvm import PROGRAMS
from benchmarks.daemons.web import ADDRESS, is_up
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.workers import Worker, start_worker
from benchmarks.truth import Truth, who

PORT = 7250
BLOCKED_MILLISECONDS = 800
VISITORS = 10
TOOLS = ("node",)


def start_service(bench: Bench, milliseconds: int) -> tuple[Daemon, Worker, Worker]:
    """The service, who asks it for reports, and the other visitors."""
    source = shutil.copy(PROGRAMS / "server.js", own_folder(bench))
    daemon = start_daemon(bench, "node", str(source), str(PORT), str(milliseconds))
    daemon.answers(lambda: is_up(PORT), "the service")
    reports = _visitors(bench, 1, 0.1, "/report")
    return daemon, reports, _visitors(bench, VISITORS, 0.2, "/")


def _visitors(bench: Bench, number: int, think_seconds: float, path: str) -> Worker:
    return start_worker(
        bench,
        "visitors",
        address=ADDRESS,
        port=PORT,
        visitors=number,
        think_seconds=think_seconds,
        path=path,
    )


def answers(visitors: Worker, *, least: float = 0.0, most: float = 1000.0) -> Signal:
    """What the visitors get."""
    return Signal(
        name="answers to the visitors a second",
        read=visitors.tally.read,
        measure="rate",
        least=least,
        most=most,
    )


def _make(bench: Bench) -> Scene:
    daemon, reports, visitors = start_service(bench, BLOCKED_MILLISECONDS)
    return Scene(
        signals=(
            answers(visitors, most=20),
            Signal(
                name="CPUs used by the service",
                read=lambda: process_cpu_seconds([daemon.pid]),
                measure="rate",
                least=0.6,
            ),
        ),
        truth=Truth(
            resources=("process", "cpu", "dependency"),
            aspects=("saturation", "latency", "utilization"),
            culprit=who(pids=[daemon.pid], texts=[daemon.group], ports=[PORT]),
            victims=who(pids=[visitors.pid, reports.pid]),
            signal=(r"event loop|loop|thread|blocked|busy|CPU|queue|profile",),
        ),
    )


node_loop = Case(
    name="node-loop",
    tells="The event loop of a Node service stands still for 800 ms at each report.",
    make=_make,
    tools=TOOLS,
)
