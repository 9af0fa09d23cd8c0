"""Which changes belong to which culprit, by identity alone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from hexascope.check import culprits
from hexascope.check.identities import Known
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.rows import Change, Mount, Process

_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "mariadb": ("mysql",),
    "mariadbd": ("mysql",),
    "mysqld": ("mysql",),
    "postgres": ("postgresql",),
    "redis-server": ("redis",),
    "sshd": ("ssh",),
    "named": ("bind",),
    "httpd": ("apache2",),
}
"""Folders below /etc that are called otherwise than the program or the unit."""

_FOLDERS = frozenset(("default", "sysconfig", "init.d", "conf.d"))
"""Folders below /etc that hold a file for each service."""

UNITS = "/etc/systemd/system"
_CRON = frozenset(("cron", "crond", "fcron"))
CRON_SECONDS = 90.0
"""How late after its minute a job of a crontab may have begun."""

BOOT_SECONDS = 300.0
"""What starts within this time after the host is part of its start."""

MOST_ANCESTORS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Who:
    """A culprit, its chain, its process where it has one, and its names below /etc."""

    culprit: Entity
    identity: Identity
    row: Process | None
    names: frozenset[str]

    @property
    def is_foreign(self) -> bool:
        """Say whether its files are others than the host's."""
        inside = self.row is not None and self.row.root not in ("", "/")
        return bool(self.identity.container) or inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What is known of who is who, all changes, and the package of each program that has one."""

    known: Known
    changes: tuple[Change, ...]
    owners: Mapping[str, str]

    @classmethod
    def of_case(cls, case: Case) -> "Links":
        """Gather what a case knows, for many questions."""
        return cls(
            known=Known.of(case),
            changes=case.rows(Change),
            owners={one.label("path"): str(one.value) for one in case.of("program.package")},
        )

    def of(self, culprit: Entity) -> Iterator[Change]:
        """Give the changes of a culprit itself, of its program, package, unit or container."""
        who = self._who(culprit)
        linked: Mapping[str, Callable[[Change, _Who], bool]] = {
            "package": self._is_its_package,
            "unit": _is_its_unit,
            "container": _is_its_container,
            "program": _is_its_program,
            "configuration": self._is_its_file,
            "sysctl": _is_its_setting,
            "cron": self._is_its_job,
        }
        for one in self.changes:
            test = linked.get(one.kind)
            if test is not None and test(one, who):
                yield one
        yield from self._start(who)

    def _who(self, culprit: Entity) -> _Who:
        identity = culprit.identity or Identity()
        row = self._row(culprit, identity)
        return _Who(
            culprit=culprit, identity=identity, row=row, names=_names(culprit, identity, row)
        )

    def _row(self, culprit: Entity, identity: Identity) -> Process | None:
        """Give the process of a culprit; of a service's control group, its oldest one."""
        if culprit.identity is None:
            return None  # a pid from a log may be another's by now
        pid = culprit.pid if culprit.pid is not None else identity.pid
        if pid is not None:
            return self.known.processes.get(pid)
        if culprit.kind is not EntityKind.CGROUP or not identity.unit:
            return None
        inside = (one for one in self.known.processes.values() if one.cgroup == culprit.path)
        return min(inside, key=lambda one: one.start_s, default=None)

    def _is_its_package(self, change: Change, who: _Who) -> bool:
        if who.row is None or who.is_foreign or change.action == "removed":
            return False
        owner = self.owners.get(who.row.executable)
        if owner is not None:
            return change.what == owner
        # without a list of whose file it is, only a package of the very same name counts
        is_listed = change.source.startswith("/var/log/dpkg")
        return not is_listed and change.what == who.row.executable.rpartition("/")[2]

    def _is_its_file(self, change: Change, who: _Who) -> bool:
        path, unit = change.what, who.identity.unit
        if path in (who.culprit.path, who.culprit.name):
            return True
        if who.culprit.kind is EntityKind.MOUNT:
            mounts = self.known.case.rows(Mount)
            listed = any(one.point == who.culprit.name and one.in_fstab for one in mounts)
            return listed and path == "/etc/fstab"
        if who.is_foreign:
            return False
        if unit and path.startswith((f"{UNITS}/{unit}.d/", f"{UNITS}/{unit}")):
            return True
        return _is_configuration_of(path, who)

    def _is_its_job(self, change: Change, who: _Who) -> bool:
        """Say whether a cron started it, or who started it, when this job and no other was due."""
        row = None if who.row is None else self._child_of_cron(who.row)
        if change.action != "due" or row is None:
            return False
        start = culprits.booted(self.known.case) + row.start_s
        due = [
            one
            for one in self.changes
            if one.action == "due" and 0 <= start - one.at <= CRON_SECONDS
        ]
        return due == [change]

    def _child_of_cron(self, row: Process) -> Process | None:
        """Give the process above this one, or itself, that a cron started."""
        for _ in range(MOST_ANCESTORS):
            above = self.known.processes.get(row.ppid)
            if above is None:
                return None
            if above.comm.lower() in _CRON and row.comm.lower() not in _CRON:
                return row
            row = above
        return None

    def _start(self, who: _Who) -> Iterator[Change]:
        """Give the start of the process itself, unless its unit's or container's start tells it."""
        row = who.row
        if row is None or row.start_s <= BOOT_SECONDS or row.is_kernel_thread:
            return
        if any(_is_its_unit(one, who) or _is_its_container(one, who) for one in self.changes):
            return
        at = culprits.booted(self.known.case) + row.start_s
        yield Change(at, "program", "started", row.comm, source=f"/proc/{row.pid}/stat")


def _is_its_unit(change: Change, who: _Who) -> bool:
    unit = who.identity.unit
    return change.kind == "unit" and bool(unit) and change.what == unit


def _is_its_container(change: Change, who: _Who) -> bool:
    name, id = who.identity.container_name, who.identity.container  # noqa: A001 - of the domain
    return change.kind == "container" and bool(id) and change.what in (name or id[:12], id[:12])


def _is_its_setting(change: Change, who: _Who) -> bool:
    return who.culprit.kind is EntityKind.SYSCTL and change.what == who.culprit.name


def _is_its_program(change: Change, who: _Who) -> bool:
    if who.row is None or change.action not in ("modified", "placed"):
        return False  # a start: that of the culprit itself is told
    pids = (who.row.pid, *who.culprit.pids)
    is_seen = any(change.source == f"/proc/{pid}/exe" for pid in pids)
    if not is_seen and who.is_foreign:
        return False
    words = [one for one in who.row.command.split(" ") if one]
    if change.what == who.row.executable or change.what in words:
        return True
    return is_seen and any(change.what.endswith(f"/{one.removeprefix('./')}") for one in words)


def _names(culprit: Entity, identity: Identity, row: Process | None) -> frozenset[str]:
    """Give the names under which a culprit may be configured below /etc."""
    unit = identity.unit.rpartition(".")[0] if identity.unit.endswith(".service") else ""
    names = {unit, unit.partition("@")[0]}
    if row is not None:
        names |= {row.comm, row.executable.rpartition("/")[2]}
    if culprit.kind is EntityKind.UNIT:
        names.add(culprit.name.rpartition(".")[0])
    names |= {other for name in tuple(names) for other in _OTHER_NAMES.get(name, ())}
    return frozenset(name for name in names if len(name) > 2)


def _is_configuration_of(path: str, who: _Who) -> bool:
    """Say whether a file below /etc is a culprit's by its name, or stands in its command."""
    parts = path.split("/")
    if len(parts) < 3 or parts[1] != "etc":
        return False
    folder = parts[2] if len(parts) > 3 else parts[2].rpartition(".")[0] or parts[2]
    if folder in who.names:
        return True
    if len(parts) == 4 and parts[2] in _FOLDERS:
        return parts[3] in who.names
    words = who.row.command.replace("=", " ").split(" ") if who.row is not None else []
    return any(path == word or _is_beside(path, word) for word in words)


def _is_beside(path: str, word: str) -> bool:
    """Say whether a file lies in a folder below /etc that a command names a file of."""
    folder = word.rpartition("/")[0]
    return word.startswith("/etc/") and folder != "/etc" and path.startswith(f"{folder}/")
