"""A Java program of our own, in a JVM of Debian's."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.daemons.daemon import Daemon, own_folder, start_daemon
from benchmarks.host.bench import Bench
from benchmarks.host.commands import need, run
from benchmarks.host.counters import PROC, thread_cpu_seconds

TOOLS = ("java", "javac")
PROGRAMS = Path(__file__).resolve().parents[1] / "programs"
_COLLECTORS = ("GC Thread", "G1 ", "VM Thread")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jvm:
    """A running JVM."""

    daemon: Daemon

    def collecting_seconds(self) -> float:
        """CPU time of the threads that collect garbage, by their names."""
        total = 0.0
        for task in (PROC / str(self.daemon.pid) / "task").glob("*"):
            total += thread_cpu_seconds(task, _COLLECTORS)
        return total


def start_jvm(bench: Bench, heap_megabytes: int, kept: int, turned_over: int) -> Jvm:
    """Keeps so many megabytes, and replaces so many every 50 ms."""
    home = own_folder(bench)
    source = shutil.copy(PROGRAMS / "Service.java", home)
    run(str(need("javac")), "-d", str(home), str(source))
    heap = f"{heap_megabytes}m"
    daemon = start_daemon(
        bench,
        "java",
        *(f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseG1GC", f"-Djava.io.tmpdir={home}"),
        *("-cp", str(home), "Service", str(kept), str(turned_over)),
    )
    return Jvm(daemon=daemon)
