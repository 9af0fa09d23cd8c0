"""What changed lately: as the files tell, and as units, containers and processes show."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import Change, Container, Process, ServiceUnit
from hexascope.domain.snapshot import Window

HORIZON_SECONDS = 7 * 86_400.0
"""Changes before that are left out, but for the newest few."""

AT_LEAST = 20
"""How many of the newest changes are kept however old they are."""

DAY_SECONDS = 86_400.0
BOOT_SECONDS = 300.0
"""What starts within this time after the host is part of its start, and no change of its own."""

UNPACKING_SECONDS = 120.0
"""A file that was placed so near to a package's change belongs to the package."""

MOST_CHANGES = 1_000
MOST_STARTS = 40
CRON = frozenset(("cron", "crond", "fcron"))
SOURCE = "changes"
PAUSE = "pause"


@deriver(after=("containers",))
def changes(window: Window, so_far: Facts) -> Iterator[Change | Evidence]:
    """Join what the files tell with the starts of units, containers and programs.

    Kept is what changed within a week, and the newest twenty in any case. A job of a crontab is due
    only where a cron runs that starts it.
    """
    now = window.last.time
    found = [
        *_told(window),
        *_settings(window),
        *_units(window),
        *_containers(so_far.rows(Container) or window.last.rows(Container)),
        *_programs(window),
    ]
    # by all they are: what changed at the same moment keeps its order in every process
    known = sorted({one for one in found if 0 < one.at <= now + 1}, key=_place)
    kept = [
        one
        for place, one in enumerate(known[:MOST_CHANGES])
        if place < AT_LEAST or now - one.at <= HORIZON_SECONDS
    ]
    yield from kept
    counts = Counter(one.kind for one in kept if now - one.at <= DAY_SECONDS)
    for kind, number in sorted(counts.items()):
        yield evidence("change.count", number, source=SOURCE, kind=kind)


def _place(one: Change) -> tuple[object, ...]:
    return (-one.at, *one[1:])


def _told(window: Window) -> Iterator[Change]:
    runs = any(one.comm in CRON for one in window.last.rows(Process))
    rows = window.last.rows(Change)
    packages = sorted(one.at for one in rows if one.kind == "package")
    for one in rows:
        if one.action == "due":
            if runs:
                yield one
        elif one.action != "placed" or one.kind == "program" or not _near(one.at, packages):
            yield one


def _near(at: float, times: list[float]) -> bool:
    """Say whether a package came at that time: then the file came with it."""
    place = bisect_left(times, at - UNPACKING_SECONDS)
    return place < len(times) and times[place] <= at + UNPACKING_SECONDS


def _settings(window: Window) -> Iterator[Change]:
    """Give the settings of the kernel whose file was changed, each with that file."""
    changed = {one.what: one for one in window.last.rows(Change) if one.kind == "configuration"}
    for one in window.last.of("sysctl.wanted"):
        labels = dict(one.labels)
        file = changed.get(labels["file"])
        if file is not None and file.action == "modified":
            yield Change(file.at, "sysctl", "set", labels["name"], file.what, file.what)


def _units(window: Window) -> Iterator[Change]:
    boot = _boot(window)
    for one in window.last.rows(ServiceUnit):
        if one.started_s is not None and one.started_s > BOOT_SECONDS:
            yield Change(
                boot + one.started_s,
                "unit",
                "restarted" if one.restarts else "started",
                one.name,
                source="systemctl show",
            )


def _containers(rows: Iterable[Container]) -> Iterator[Change]:
    for one in rows:
        if one.name == PAUSE:
            continue  # it only keeps a pod's namespaces
        name = one.name or one.id[:12]
        if one.created > 0:
            yield Change(one.created, "container", "created", name, one.image, one.runtime)
        if one.started > one.created + 60:
            yield Change(one.started, "container", "started", name, one.image, one.runtime)


def _programs(window: Window) -> Iterator[Change]:
    """Give the starts of what runs on its own: daemons and the like, the newest of them.

    What belongs to a unit that systemd tells of is told by the unit.
    """
    boot = _boot(window)
    units = {one.cgroup for one in window.last.rows(ServiceUnit) if one.cgroup}
    own = window.last.number("process.own")
    rows = [
        one
        for one in window.last.rows(Process)
        if one.ppid == 1
        and one.start_s > BOOT_SECONDS
        and not one.is_kernel_thread
        and one.pid != own
        and one.cgroup not in units
    ]
    rows.sort(key=lambda one: -one.start_s)
    for one in rows[:MOST_STARTS]:
        at, detail = boot + one.start_s, f"pid {one.pid}"
        yield Change(at, "program", "started", one.comm, detail, f"/proc/{one.pid}/stat")


def _boot(window: Window) -> float:
    since = window.last.number("host.since_boot")
    return window.last.time - (window.last.at if since is None else since)
