"""The coverage: every cell of the USE checklist, and what stands beside it, with its status."""

from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.domain.case import Case
from hexascope.domain.examination import Cell
from hexascope.domain.use import Status

MOST_KEYS = 4
"""Pieces of evidence that a cell names; a host with 200 disks has more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A cell's families, the best first, or the reason why no kernel file decides it.

    `unless` names what a collector may have been refused: then the families tell of one's own
    processes only, and the cell is not measured.
    """

    component: str
    aspect: str
    families: tuple[str, ...] = ()
    status: Status = Status.NOT_SUPPORTED
    reason: str = ""
    unless: tuple[str, ...] = ()


HIDDEN, CLOSED = "process.count", "process files of others"


_U, _S, _E = "utilization", "saturation", "errors"

CHECKLIST: tuple[Row, ...] = (
    Row("cpu", _U, ("cpu.utilization",)),
    Row("cpu", _S, ("pressure.some_share", "scheduler.run_delay", "cpu.over_share")),
    Row("cpu", _E, ("log.lines", "hardware.machine_checks")),
    Row("memory_capacity", _U, ("memory.utilization",)),
    Row("memory_capacity", _S, ("memory.swap_in", "pressure.full_share", "vmstat.count")),
    Row("memory_capacity", _E, ("memory.corrupted", "memory.oom_kills", "vmstat.count")),
    Row("network_interface", _U, ("interface.receive_use",)),
    Row("network_interface", _S, ("interface.drops", "interface.count")),
    Row("network_interface", _E, ("interface.errors", "interface.count")),
    Row("storage_io", _U, ("disk.utilization",)),
    Row("storage_io", _S, ("disk.queue",)),
    Row("storage_io", _E, ("disk.errors", "log.lines")),
    Row("storage_capacity", _U, ("filesystem.used_share",)),
    Row(
        "storage_capacity",
        _S,
        reason="the checklist itself has no measure for it; the time until full is given instead",
    ),
    Row("storage_capacity", _E, ("log.lines",)),
    Row(
        "storage_controller",
        _U,
        reason="no file of the kernel tells what a controller can carry; see its devices instead",
    ),
    Row("storage_controller", _S, ("disk.queue",)),
    Row("storage_controller", _E, ("log.lines",)),
    Row("network_controller", _U, ("interface.receive_use",)),
    Row("network_controller", _S, ("interface.drops", "interface.count")),
    Row("network_controller", _E, ("interface.errors", "interface.count")),
    *(
        Row(
            f"{what}_interconnect",
            aspect,
            reason="needs the processor's own counters (PMU), which no file of the kernel shows",
        )
        for what, aspects in (("cpu", (_U, _S, _E)), ("memory", (_U, _S, _E)), ("io", (_U, _S)))
        for aspect in aspects
    ),
    Row("io_interconnect", _E, ("interconnect.pcie_errors",)),
    Row("kernel_mutex", _U, ("lock.hold_time",)),
    Row("kernel_mutex", _S, ("lock.wait_time",)),
    Row("kernel_mutex", _E, ("log.lines",)),
    Row("user_mutex", _U, reason="needs a trace of the program (uprobes)"),
    Row("user_mutex", _S, ("thread.count",), unless=(HIDDEN, CLOSED)),
    Row("user_mutex", _E, reason="needs a trace of the program (uprobes)"),
    Row("task_capacity", _U, ("limits.share", "process.count")),
    Row("task_capacity", _S, ("pressure.some_share",)),
    Row("task_capacity", _E, ("cgroup.count", "log.lines")),
    Row("file_descriptors", _U, ("limits.share", "process.count")),
    Row("file_descriptors", _S, reason="the checklist itself has no measure for it"),
    Row("file_descriptors", _E, ("process.count",), unless=(HIDDEN,)),
)
"""The 42 cells: 14 components by utilization, saturation and errors."""

BESIDE: tuple[Row, ...] = (
    Row("pressure", _S, ("pressure.some_share",)),
    Row("cgroups", _S, ("cgroup.count",)),
    Row("tcp", _E, ("tcp.retransmit_share", "tcp.count")),
    Row("tcp", _S, ("tcp.count",)),
    Row("udp", _E, ("udp.count",)),
    Row("conntrack", _U, ("conntrack.use",)),
    Row("scheduler", _S, ("scheduler.run_delay", "process.count")),
    Row("softirq", _S, ("softnet.squeezed", "cpu.softirq_share")),
    Row("time", _E, ("clock.synchronised", "clock.step")),
    Row("latency", "latency", ("disk.await", "latency.disk")),
)
"""What the checklist has no cell for, and an incident asks for."""


PRESSURE_OF = {"cpu": "cpu", "memory_capacity": "memory", "task_capacity": "memory"}
TABLE_OF = {"task_capacity": "tasks", "file_descriptors": "files"}
"""Of which instance of a shared family a component's cell is made."""


def coverage(case: Case) -> tuple[Cell, ...]:
    """Give the status of every cell: measured by what, or why not."""
    return tuple(_cell(case, row) for row in (*CHECKLIST, *BESIDE))


def _cell(case: Case, row: Row) -> Cell:
    refused = (case.window.last.missing.get(name) for name in row.unless)
    hidden = next((one for one in refused if one is not None), None)
    if hidden is not None:
        return Cell(
            component=row.component, aspect=row.aspect, status=hidden.status, reason=hidden.reason
        )
    keys = tuple(_keys(case, row))
    if keys:
        return Cell(
            component=row.component, aspect=row.aspect, status=Status.MEASURED, evidence=keys
        )
    if not row.families or row.reason:
        return Cell(
            component=row.component, aspect=row.aspect, status=row.status, reason=row.reason
        )
    every = [case.why_missing(family) for family in row.families]
    # of several reasons the one that somebody can do something about
    missing = next((one for one in every if one.status is Status.NO_PERMISSION), every[0])
    return Cell(
        component=row.component, aspect=row.aspect, status=missing.status, reason=missing.reason
    )


def _keys(case: Case, row: Row) -> Iterator[str]:
    for family in row.families:
        keys = [piece.key for piece in case.of(family) if _speaks_of(piece.key, row)]
        if keys:
            yield from sorted(keys)[:MOST_KEYS]
            return


def _speaks_of(key: str, row: Row) -> bool:
    """Keep the pressure of other resources out of a resource's cell."""
    if key.startswith("pressure.") and row.component in PRESSURE_OF:
        return f"resource={PRESSURE_OF[row.component]}" in key
    if key.startswith("limits.") and row.component in TABLE_OF:
        return f"table={TABLE_OF[row.component]}" in key
    return True
