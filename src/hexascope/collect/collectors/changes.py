"""What changed lately: packages, configuration, programs, kernel, boots, jobs of crontabs."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hexascope.collect.collectors import _stat as stat
from hexascope.collect.collectors._cron import fired
from hexascope.collect.collectors._package_logs import READERS, changes_in
from hexascope.collect.collectors._zones import Zone, zone
from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.domain.rows import Change
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

LOGS = tuple(READERS)
OLDER_LOG = "/var/log/dpkg.log.1"
OF_OTHERS = frozenset(("/var/log/dpkg.log", "/var/log/pacman.log"))
"""Logs of package managers that don't use RPM."""

LATER_SECONDS = 60.0
"""What RPM's database has later than the last line of a log by more than this is in no log."""

APK = "/lib/apk/db/installed"
RELEASE = "/proc/sys/kernel/osrelease"
CONFIGURATION = ("/etc", "/var/spool/cron")
MODULES = ("/lib/modules", "/usr/lib/modules")

FEW_LINES = 20
"""With fewer lines than this in the newest log the one before it is read as well."""

OWNED_SECONDS = 2 * 86_400.0
MOST_OWNED = 80
"""Packages that changed in that time, of which it is asked whose programs run."""

CRON_MINUTES = 60
MOST_FIRINGS = 3
"""A job that is due more often than this in an hour is no event: it is always due."""


class _Now(NamedTuple):
    """The wall clock and the host's start, both in seconds since 1970, and the time zone."""

    wall: float
    booted: float
    zone: Zone


@collector(
    reads=(
        *("package_log", "rpm_packages", "package_programs"),
        *("changed_files", "program_files", "cron_jobs", "boot_records", "whoami"),
        *("/etc/localtime", RELEASE, APK),
    ),
    gives=("change.time_zone", "program.package"),
    once=True,
)
def changes(host: HostFiles) -> Iterator[Change | Reading | Missing]:
    """Read what changed on the host lately, and when.

    From the logs of dpkg, DNF, Yum, Zypper and Pacman or RPM's database; from the times of files
    under /etc (names only, never what is in them), of crontabs and of running programs; from the
    kernels that are installed, the login records, and the jobs that are due in the last hour.
    """
    now = _now(host)
    yield Reading("change.time_zone", (), now.zone.name, "/etc/localtime")
    if now.zone.doubt:
        yield Missing("change.zone", Status.UNREADABLE, now.zone.doubt)
    packages = list(_packages(host, now))
    yield from packages
    yield from _owned(host, packages, now)
    yield from _configuration(host)
    yield from _programs(host)
    yield from _kernel(host, now)
    yield from _cron(host, now)


def _now(host: HostFiles) -> _Now:
    told = host.call("whoami")
    wall = told.get("wall") if isinstance(told, dict) else None
    since = stat.scale(host).since_boot
    if not isinstance(wall, int | float) or not 0 < wall < 1e11:
        raise TypeError("whoami gave no time")
    return _Now(float(wall), float(wall) - since, zone(host))


def _packages(host: HostFiles, now: _Now) -> Iterator[Change | Missing]:
    found: list[Change] = []
    known: set[str] = set()
    for log in LOGS:
        lines = _lines(host, log)
        if lines is not None:
            known.add(log)
            found += _of_log(host, log, lines, now)
    if not known & OF_OTHERS:
        # newer programs write no log beside RPM's own database, and an old one may be left
        newest = max((one.at for one in found), default=0.0)
        found += (one for one in _of_rpm(host) if one.at > newest + LATER_SECONDS)
    yield from found
    if not found and not known and _is_there(host, APK):
        reason = "apk keeps no record of when it installed or upgraded what"
        yield Missing("change.package", Status.NOT_SUPPORTED, reason)


def _of_log(host: HostFiles, log: str, lines: list[Json], now: _Now) -> Iterator[Change]:
    if len(lines) < FEW_LINES and f"{log}.1" == OLDER_LOG:
        yield from changes_in(OLDER_LOG, _lines(host, OLDER_LOG) or (), now.zone, now.wall)
    yield from changes_in(log, lines, now.zone, now.wall)


def _lines(host: HostFiles, log: str) -> list[Json] | None:
    try:
        told = host.call("package_log", log)
    except NotHere:
        return None
    return told if isinstance(told, list) else None


def _of_rpm(host: HostFiles) -> Iterator[Change]:
    try:
        told = host.call("rpm_packages")
    except NotHere:
        return
    for row in told if isinstance(told, list) else ():
        match row:
            case [str(name), int(at)]:
                yield Change(float(at), "package", "installed", name, source="rpmdb.sqlite")


def _is_there(host: HostFiles, path: str) -> bool:
    try:
        host.read_part(path, 1)
    except NotHere:
        return False
    return True


def _owned(
    host: HostFiles, packages: Iterable[Change | Missing], now: _Now
) -> Iterator[Reading | Missing]:
    """Ask which running programs belong to the packages that changed last."""
    late = [
        one
        for one in packages
        if isinstance(one, Change) and now.wall - one.at < OWNED_SECONDS and "dpkg" in one.source
    ]
    names = dict.fromkeys(one.what for one in sorted(late, key=lambda one: -one.at))
    told: Json = {}
    if names:
        try:
            told = host.call("package_programs", *list(names)[:MOST_OWNED])
        except NotHere:
            told = {}
    for path, package in told.items() if isinstance(told, dict) else ():
        if isinstance(package, str):
            yield Reading("program.package", (("path", path),), package, "/var/lib/dpkg/info")


def _configuration(host: HostFiles) -> Iterator[Change | Missing]:
    for root in CONFIGURATION:
        try:
            told = host.call("changed_files", root)
        except NotHere as reason:
            if reason.status is not Status.NOT_PRESENT:
                yield Missing("change.configuration", reason.status, reason.reason)
            continue
        for path, at, how in _files(told):
            kind = "cron" if "/cron" in path else "configuration"
            yield Change(at, kind, how, path, source=root)
        if isinstance(told, dict) and told.get("cut") is True:
            yield Missing("change.configuration", Status.UNREADABLE, f"{root}: not all was seen")


def _files(told: Json) -> Iterator[tuple[str, float, str]]:
    rows = told.get("files") if isinstance(told, dict) else None
    for row in rows if isinstance(rows, list) else ():
        match row:
            case [str(path), int(at) | float(at), "modified" | "placed" as how] if 0 < at < 1e11:
                yield path, float(at), how


def _programs(host: HostFiles) -> Iterator[Change]:
    try:
        told = host.call("program_files")
    except NotHere:
        return
    for row in told if isinstance(told, list) else ():
        match row:
            case [
                str(path),
                int(at) | float(at),
                "modified" | "placed" as how,
                int(pid),
            ] if 0 < at < 1e11:
                yield Change(float(at), "program", how, path, source=f"/proc/{pid}/exe")


def _kernel(host: HostFiles, now: _Now) -> Iterator[Change]:
    try:
        running = host.read(RELEASE).strip()
    except NotHere:
        running = ""
    yield Change(now.booted, "boot", "booted", running or "Linux", source="whoami")
    for root in MODULES:
        try:
            told = host.call("changed_files", root)
        except NotHere:
            continue
        versions = [(path.rpartition("/")[2], at) for path, at, _ in _files(told)]
        yield from (
            Change(at, "kernel", "installed", version, detail=_beside(running), source=root)
            for version, at in versions
            if version != running
        )
        break
    yield from _boots(host, now)


def _beside(running: str) -> str:
    return f"running: {running}" if running else ""


def _boots(host: HostFiles, now: _Now) -> Iterator[Change]:
    """Give the starts and stops before the present one, as the login records tell them."""
    try:
        told = host.call("boot_records")
    except NotHere:
        return
    for row in told if isinstance(told, list) else ():
        match row:
            case ["booted" | "stopped" as action, int(at)] if at < now.booted - 300:
                yield Change(float(at), "boot", action, "Linux", source="/var/log/wtmp")


def _cron(host: HostFiles, now: _Now) -> Iterator[Change]:
    """Give the jobs that were due within the last hour, each with its last time."""
    try:
        told = host.call("cron_jobs")
    except NotHere:
        return
    local = now.zone.local(now.wall)
    for row in told if isinstance(told, list) else ():
        match row:
            case [str(table), str(schedule), str(), str(command)]:
                try:
                    due = fired(schedule, local, CRON_MINUTES)
                except (ValueError, LookupError):
                    continue
                if 0 < len(due) <= MOST_FIRINGS:
                    at = due[0].timestamp()
                    yield Change(at, "cron", "due", command, detail=schedule, source=table)
