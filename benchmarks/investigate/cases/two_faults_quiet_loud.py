"""Loud and harmless: a batch at the lowest priority. Quiet and real: a limit on open files."""

import os
from dataclasses import replace

from benchmarks.contract import Case, Scene, Signal
from benchmarks.faults.cases.fd_limit import fd_limit
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.place import Place
from benchmarks.host.workers import Worker, start_worker
from benchmarks.known import known_worker

LOWEST = 19


def start_batch(bench: Bench) -> tuple[list[Worker], Signal]:
    """A busy loop for each CPU at the lowest priority, and what shows that they are loud."""
    cpus = os.cpu_count() or 1
    # No group of its own for the CPU: nice counts only among the members of one group, and a
    # group with the usual weight would take its half from everybody, however nice its members.
    place, name = Place(nice=LOWEST), bench.name()
    jobs = [start_worker(bench, "busy", name=name, place=place) for _ in range(cpus)]
    pids = [job.pid for job in jobs]
    return jobs, Signal(
        name="CPUs used by the batch",
        read=lambda: process_cpu_seconds(pids),
        measure="rate",
        least=0.2 * cpus,
    )


def _make(bench: Bench) -> Scene:
    quiet = fd_limit.make(bench)
    jobs, loud = start_batch(bench)
    truth = quiet.truth and replace(quiet.truth, bystanders=known_worker(*jobs))
    return Scene(signals=(*quiet.signals, loud), truth=truth)


two_faults_quiet_loud = Case(
    name="two-faults-quiet-loud",
    tells="A batch at the lowest priority is loud; a limit of files, quiet, is what is wrong.",
    make=_make,
)
