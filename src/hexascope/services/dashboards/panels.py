"""What is drawn and what warns: families of evidence, what the server counts, checks' limits."""

from dataclasses import dataclass

from hexascope.domain.families import families
from hexascope.domain.use import Unit
from hexascope.services.series.exporting import metric_name

HOST = 'host=~"$host"'
"""Chooses the hosts of a dashboard's variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture: what Prometheus is asked, how a line is named, and what it means."""

    title: str
    query: str
    legend: str
    unit: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Pictures that stand together."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warns:
    """A limit of a check that one series can be held against: above it, or below it, it warns."""

    check: str
    limit: str
    family: str
    labels: tuple[tuple[str, str], ...] = ()
    below: bool = False


DRAWN = (
    ("CPU", ("cpu.utilization", "cpu.mode_share", "pressure.some_share", "load.average")),
    (
        "Memory",
        ("memory.utilization", "memory.free_share", "pressure.full_share", "swap.used_share"),
    ),
    ("Disks", ("disk.utilization", "disk.await", "disk.request_rate", "disk.queue")),
    ("Network", ("interface.receive_rate", "interface.send_rate", "interface.drops")),
    ("Filesystems", ("filesystem.used_share", "filesystem.inodes_share")),
    ("Control groups", ("cgroup.cpu_share", "cgroup.memory_share", "cgroup.throttled_share")),
)
"""Families of the hosts' dashboard, all told each second or every fifth by the steady look."""

WARNINGS = (
    Warns(check="cpu_busy", limit="share", family="cpu.utilization", labels=(("cpu", "all"),)),
    Warns(
        check="cpu_saturation",
        limit="waiting_share",
        family="pressure.some_share",
        labels=(("resource", "cpu"),),
    ),
    Warns(
        check="kernel_time",
        limit="share",
        family="cpu.mode_share",
        labels=(("cpu", "all"), ("mode", "system")),
    ),
    Warns(
        check="steal",
        limit="share",
        family="cpu.mode_share",
        labels=(("cpu", "all"), ("mode", "steal")),
    ),
    Warns(check="memory_available", limit="free_share", family="memory.free_share", below=True),
    Warns(
        check="memory_reclaim",
        limit="full_share",
        family="pressure.full_share",
        labels=(("resource", "memory"),),
    ),
    Warns(check="commit_limit", limit="share", family="memory.commit_share"),
    Warns(check="swap_full", limit="used_share", family="swap.used_share"),
    Warns(check="disk_busy", limit="busy_share", family="disk.utilization"),
    Warns(check="filesystem_full", limit="used_share", family="filesystem.used_share"),
    Warns(check="inodes_full", limit="high_share", family="filesystem.inodes_share"),
    Warns(check="cgroup_near_limit", limit="used_share", family="cgroup.memory_share"),
)
"""Limits that say the same of one series as of a host. What else a check looks at is left to the
examination, which a warning asks for; so no warning says that a host is well."""

SERVER = (
    Row(
        title="Requests",
        panels=(
            Panel(
                title="Requests a second",
                query="sum by (status) (rate(hexascope_http_requests_total[$__rate_interval]))",
                legend="{{status}}",
                unit="reqps",
            ),
            Panel(
                title="Slowest of a hundred, by route",
                query=(
                    "histogram_quantile(0.99, sum by (le, route)"
                    " (rate(hexascope_http_seconds_bucket[$__rate_interval])))"
                ),
                legend="{{route}}",
                unit="s",
            ),
            Panel(
                title="Being answered",
                query="sum by (instance) (hexascope_http_open)",
                legend="{{instance}}",
                unit="short",
            ),
        ),
    ),
    Row(
        title="Work",
        panels=(
            Panel(
                title="Jobs",
                query="max by (state) (hexascope_jobs)",
                legend="{{state}}",
                unit="short",
            ),
            Panel(
                title="Database answers",
                query="min by (instance) (hexascope_store_up)",
                legend="{{instance}}",
                unit="bool_on_off",
            ),
        ),
    ),
    Row(
        title="Processes",
        panels=(
            Panel(
                title="CPU",
                query='rate(process_cpu_seconds_total{job="hexascope"}[$__rate_interval])',
                legend="{{instance}}",
                unit="percentunit",
            ),
            Panel(
                title="Memory",
                query='process_resident_memory_bytes{job="hexascope"}',
                legend="{{instance}}",
                unit="bytes",
            ),
            Panel(
                title="Open files",
                query='process_open_fds{job="hexascope"}',
                legend="{{instance}}",
                unit="short",
            ),
        ),
    ),
)
"""The server's dashboard: what /metrics tells."""

_UNITS = {
    Unit.RATIO: "percentunit",
    Unit.SECONDS: "s",
    Unit.BYTES: "bytes",
    Unit.PER_SECOND: "ops",
    Unit.COUNT: "short",
}


def host_rows() -> tuple[Row, ...]:
    """Give the rows of the hosts' dashboard, a panel a family."""
    return tuple(
        Row(title=title, panels=tuple(panel_of(name) for name in names)) for title, names in DRAWN
    )


def panel_of(name: str) -> Panel:
    """Draw a family: its unit and meaning are those that the table of families has."""
    family = families()[name]
    per_second = family.unit is Unit.PER_SECOND and family.bytes_
    labels = " ".join(f"{{{{{label}}}}}" for label in ("host", *family.labels))
    return Panel(
        title=name,
        query=f"{metric_name(name)}{{{HOST}}}",
        legend=labels,
        unit="Bps" if per_second else _UNITS[family.unit],
        meaning=family.meaning,
    )
