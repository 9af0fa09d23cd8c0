"""Lines of package managers' logs → changes, their local times in seconds since 1970."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from hexascope.collect.collectors._zones import Zone
from hexascope.collect.times import written
from hexascope.domain.rows import Change

INSTALLED, UPGRADED, DOWNGRADED, REMOVED = "installed", "upgraded", "downgraded", "removed"
LONGEST = 120

Read = Callable[[str, Zone, float], Change | None]

_DNF_WORDS = {
    "Install": INSTALLED,
    "Installed": INSTALLED,
    "Upgrade": UPGRADED,
    "Upgraded": "",
    "Downgrade": DOWNGRADED,
    "Downgraded": "",
    "Erase": REMOVED,
    "Removed": REMOVED,
}
"""What the words of DNF's log mean; 'Upgraded' names the old package, which the new one tells."""

_YUM_WORDS = {"Installed": INSTALLED, "Updated": UPGRADED, "Erased": REMOVED}
_DNF = re.compile(r"^(\S+) \S+ (\w+): (\S+)")
_YUM = re.compile(r"^(\w{3} [ \d]\d [\d:]{8}) (\w+): (\S+)")
_PACMAN = re.compile(r"^\[([^\]]+)\] \[ALPM\] (\w+) (\S+) \((.*)\)$")
_NEVRA = re.compile(r"^(?:\d+:)?(.+?)-(?:(\d+:))?([^-]+-[^-]+?)(?:\.\w+)?$")


def changes_in(log: str, lines: Iterable[object], zone: Zone, now: float) -> Iterator[Change]:
    """Read the lines of one log; a line that makes no sense is passed over."""
    read = READERS[log.removesuffix(".1")]
    for line in lines:
        if not isinstance(line, str):
            continue
        try:
            change = read(line, zone, now)
        except (ValueError, LookupError, OverflowError):
            continue
        if change is not None:
            yield change._replace(source=log)


def _dpkg(line: str, zone: Zone, _now: float) -> Change | None:
    """`2026-11-21 03:10:00 upgrade nginx:amd64 1.26-1 1.27-1`; `<none>` is no version."""
    day, time, word, package, old, *rest = line.split()
    new = rest[0] if rest else "<none>"
    at = zone.seconds(written(f"{day} {time}").local)
    action = {"install": INSTALLED, "upgrade": UPGRADED, "remove": REMOVED}[word]
    detail = _versions("" if old == "<none>" else old, "" if new == "<none>" else new)
    return _change(at, action, package.partition(":")[0], detail)


def _dnf(line: str, zone: Zone, _now: float) -> Change | None:
    """`2026-11-21T03:10:00+0000 SUBDEBUG Upgrade: nginx-1:1.27-1.el9.x86_64`."""
    told = _DNF.match(line)
    action = _DNF_WORDS[told[2]] if told else ""
    if told is None or not action:
        return None
    name, version = _rpm(told[3])
    return _change(_moment(told[1], zone), action, name, version)


def _yum(line: str, zone: Zone, now: float) -> Change | None:
    """`Nov 21 03:10:00 Updated: 1:nginx-1.27-1.el7.x86_64`: its year is the last it can be."""
    told = _YUM.match(line)
    if told is None:
        return None
    name, version = _rpm(told[3])
    this_year = zone.local(now).year
    for year in (this_year, this_year - 1):
        local = datetime.strptime(f"{year} {told[1]}", "%Y %b %d %H:%M:%S")  # noqa: DTZ007 - local
        at = zone.seconds(local)
        if at <= now + timedelta(days=1).total_seconds():
            return _change(at, _YUM_WORDS[told[2]], name, version)
    return None


def _zypper(line: str, zone: Zone, _now: float) -> Change | None:
    """`2026-11-21 03:10:00|install|nginx|1.27-1|x86_64|…`: an upgrade is an install there."""
    time, word, name, version, *_ = line.split("|")
    at = zone.seconds(written(time).local)
    return _change(at, REMOVED if word.startswith("remove") else INSTALLED, name, version)


def _pacman(line: str, zone: Zone, _now: float) -> Change | None:
    """`[2026-11-21T03:10:00+0000] [ALPM] upgraded nginx (1.26-1 -> 1.27-1)`."""
    told = _PACMAN.match(line)
    if told is None:
        return None
    word = INSTALLED if told[2] == "reinstalled" else told[2]
    if word not in (INSTALLED, UPGRADED, DOWNGRADED, REMOVED):
        return None
    return _change(_moment(told[1], zone), word, told[3], told[4].replace(" -> ", " → "))


READERS: Mapping[str, Read] = {
    "/var/log/dpkg.log": _dpkg,
    "/var/log/dnf.rpm.log": _dnf,
    "/var/log/yum.log": _yum,
    "/var/log/zypp/history": _zypper,
    "/var/log/pacman.log": _pacman,
}


def _change(at: float, action: str, name: str, detail: str) -> Change:
    return Change(at, "package", action, name[:LONGEST], detail[:LONGEST])


def _versions(old: str, new: str) -> str:
    return f"{old} → {new}" if old and new and old != new else old or new


def _moment(word: str, zone: Zone) -> float:
    """Read a time with or without its zone."""
    told = written(word)
    return zone.seconds(told.local) if told.ahead is None else told.seconds()


def _rpm(word: str) -> tuple[str, str]:
    """Part NAME-[EPOCH:]VERSION-RELEASE[.ARCH]; Yum has the epoch ahead of the name."""
    told = _NEVRA.match(word)
    return (told[1], told[3]) if told else (word, "")
