"""What package managers wrote down: the last lines of their logs, and RPM's own times."""

import os
import re
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status

DPKG = "/var/log/dpkg.log"
DNF = "/var/log/dnf.rpm.log"
YUM = "/var/log/yum.log"
ZYPPER = "/var/log/zypp/history"
PACMAN = "/var/log/pacman.log"
RPM_DATABASES = ("/usr/lib/sysimage/rpm/rpmdb.sqlite", "/var/lib/rpm/rpmdb.sqlite")
LISTS = "/var/lib/dpkg/info"

_DPKG = re.compile(rb"^[-0-9]{10} [:0-9]{8} (?:install|upgrade|remove) [^\n]*", re.MULTILINE)
_DNF = re.compile(
    rb"^[^ \n]+ [^ \n]+ (?:Install(?:ed)?|Upgraded?|Downgraded?|Erase|Removed): [^\n]*",
    re.MULTILINE,
)
_YUM = re.compile(
    rb"^[A-Z][a-z]{2} [ \d]\d [:\d]{8} (?:Installed|Updated|Erased): [^\n]*", re.MULTILINE
)
_ZYPPER = re.compile(rb"^[-0-9]{10} [:0-9]{8}\|(?:install|remove ?)\|[^\n]*", re.MULTILINE)
_PACMAN = re.compile(
    rb"^\[[^\]\n]+\] \[ALPM\] (?:installed|upgraded|downgraded|removed|reinstalled) [^\n]*",
    re.MULTILINE,
)
LOGS: Mapping[str, re.Pattern[bytes]] = {
    DPKG: _DPKG,
    f"{DPKG}.1": _DPKG,
    DNF: _DNF,
    f"{DNF}.1": _DNF,
    YUM: _YUM,
    ZYPPER: _ZYPPER,
    PACMAN: _PACMAN,
}
"""The logs that are read, and which of their lines tell of a change."""

MOST_BYTES = 512 * 1024
"""Bytes of a log's end that are read."""

MOST_LINES = 300
LONGEST_LINE = 300
MOST_PACKAGES = 300
MOST_LISTS = 120
MOST_LIST_BYTES = 512 * 1024
MOST_PROGRAMS = 2_000
MERGED = ("/bin/", "/sbin/", "/lib")
"""Folders that newer systems have below /usr alone, and lists of packages where they were."""


def package_log(path: str) -> Json:
    """Give the last lines of a package manager's log that tell of a change, the oldest first."""
    pattern = LOGS.get(path)
    if pattern is None:
        raise NotHere(Status.NOT_SUPPORTED, f"{path} is no log that is read here")
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - MOST_BYTES))
        return lines_of(stream.read(MOST_BYTES), pattern)


def lines_of(data: bytes, pattern: re.Pattern[bytes]) -> list[Json]:
    """Give the last lines that match, as text."""
    return [
        line[:LONGEST_LINE].decode(errors="backslashreplace")
        for line in pattern.findall(data)[-MOST_LINES:]
    ]


def rpm_packages() -> Json:
    """Give [package, when it was installed or upgraded last] from RPM's database, newest first.

    It is opened as if it could not change, so that nothing is written beside it.
    """
    path = next((one for one in RPM_DATABASES if os.path.exists(one)), None)  # noqa: PTH110 - cheaper
    if path is None:
        raise NotHere(Status.NOT_PRESENT, "RPM has no database of its newer kind here")
    return installed(path)


def installed(path: str) -> list[Json]:
    """Read names and times of transactions from RPM's indices, without reading its headers."""
    import sqlite3  # only here: few hosts have such a database

    rows: list[Json] = []
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, timeout=0.5) as database:
            told = database.execute(
                "SELECT Name.key, Installtid.key FROM Installtid JOIN Name"
                " ON Name.hnum = Installtid.hnum LIMIT 20000"
            )
            for name, key in told:
                at = int.from_bytes(key[:4], "little") if isinstance(key, bytes) else key
                if isinstance(name, bytes):
                    name = name.decode(errors="backslashreplace")  # noqa: PLW2901 - the same name
                if isinstance(name, str) and isinstance(at, int):
                    rows.append([name[:LONGEST_LINE], at])
        database.close()
    except sqlite3.Error as error:
        raise NotHere(Status.UNREADABLE, f"{path}: {error}"[:256]) from None
    rows.sort(key=_newest)
    return rows[:MOST_PACKAGES]


def _newest(row: Json) -> int:
    at = row[1] if isinstance(row, list) else 0
    return -at if isinstance(at, int) else 0


def package_programs(*packages: str) -> Json:
    """Give which running programs belong to these packages of Debian's: {path: package}."""
    running = _running()
    found: dict[str, Json] = {}
    for package in packages[:MOST_LISTS]:
        for name in (package, package.partition(":")[0]):
            files = _listed(name)
            for path in files & running if files else ():
                found.setdefault(path, package.partition(":")[0])
            if files:
                break
    # on a host whose /bin is a link to /usr/bin a list may name either
    for path in [one for one in found if one.startswith(MERGED)]:
        found.setdefault(f"/usr{path}", found[path])
    return found


def _running() -> set[str]:
    """Give the paths of running programs, with and without /usr before them."""
    found: set[str] = set()
    for name in [one for one in os.listdir("/proc") if one.isdecimal()][:MOST_PROGRAMS]:
        try:
            found.add(os.readlink(f"/proc/{name}/exe").removesuffix(" (deleted)"))
        except OSError:
            continue  # the kernel's own, not ours to see, or ended
    bare = {path.removeprefix("/usr") for path in found if path.startswith("/usr/")}
    return found | {path for path in bare if path.startswith(MERGED)}


def _listed(package: str) -> set[str]:
    if "/" in package or package.startswith("."):
        return set()
    try:
        handle = os.open(f"{LISTS}/{package}.list", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return set()
    with os.fdopen(handle, "rb") as stream:
        return set(stream.read(MOST_LIST_BYTES).decode(errors="backslashreplace").split("\n"))


CALLS: Mapping[str, Call] = {
    "package_log": package_log,
    "package_programs": package_programs,
    "rpm_packages": rpm_packages,
}
