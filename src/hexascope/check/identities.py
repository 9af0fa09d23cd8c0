"""The whole chain of identity for every culprit and victim, however its check named it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hexascope.check import culprits
from hexascope.domain.case import Case
from hexascope.domain.containment import Contained, contained
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.finding import Finding
from hexascope.domain.rows import Container, Process, ProcessUse, ServiceUnit

LONGEST_ID = 64
SHORTEST_ID = 12
"""Hex digits of a container's id that tell it from all others of a host."""

_OF_ITS_PATH = frozenset((EntityKind.CGROUP, EntityKind.UNIT))


def with_identities(case: Case, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give each culprit and victim its unit, container, pod, image, owner, start and command."""
    known = Known.of(case)
    return tuple(
        replace(
            one,
            culprit=None if one.culprit is None else known.named(one.culprit),
            victims=tuple(known.named(victim) for victim in one.victims),
        )
        for one in findings
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a case knows of who is who, for many questions."""

    case: Case
    processes: Mapping[int, Process]
    units: Mapping[str, ServiceUnit]
    containers: Mapping[str, Container]
    users: Mapping[str, str]

    @classmethod
    def of(cls, case: Case) -> "Known":
        """Gather what a case knows."""
        seen = [one for snapshot in _ends(case) for one in snapshot]
        return cls(
            case=case,
            processes={one.pid: one for one in (*seen, *_used(case))},
            units={one.name: one for one in case.rows(ServiceUnit)},
            containers={one.id: one for one in case.rows(Container)},
            users={one.label("uid"): str(one.value) for one in case.of("user.name")},
        )

    def named(self, one: Entity) -> Entity:
        """Give an entity with its chain, the same where nothing is known of it."""
        row = self._row(one)
        if row is not None:
            return replace(one, identity=self.chain(row))
        if one.kind in _OF_ITS_PATH:
            return replace(one, identity=self._of_group(one))
        return one

    def chain(self, row: Process) -> Identity:
        """Give the chain of a process."""
        made = culprits.identity(self.case, row)
        where = _place(row)
        told = self._with_container(made, where)
        return replace(told, owner=self._owner(row, inside=bool(where.container)))

    def container(self, id_or_start: str) -> Container | None:
        """Give a container by its id or by the beginning of one."""
        found = self.containers.get(id_or_start)
        if found is not None or not SHORTEST_ID <= len(id_or_start) < LONGEST_ID:
            return found
        starts = (one for one in self.containers.values() if one.id.startswith(id_or_start))
        return next(starts, None)

    def _row(self, one: Entity) -> Process | None:
        if one.kind not in (EntityKind.PROCESS, EntityKind.THREADS):
            return None
        # of a program that is dead a check may know who started it
        parent = one.identity.pid if one.identity is not None else None
        pid = one.pid if one.pid is not None else parent
        row = None if pid is None else self.processes.get(pid)
        if row is None or one.identity is not None:
            return row
        # a pid from a log may be another's by now: its name must be the same
        return row if one.name in (row.comm, f"pid {one.pid}") else None

    def _of_group(self, one: Entity) -> Identity:
        where = contained(one.path or one.name)
        made = one.identity or Identity(unit=where.unit)
        unit = self.units.get(made.unit or one.name)
        main = self.processes.get(unit.main_pid) if unit is not None and unit.main_pid else None
        if main is not None and unit is not None:
            return replace(self.chain(main), unit=unit.name)
        if unit is not None and unit.started_s is not None and not made.started:
            started = culprits.started(self.case, unit.started_s)
            made = replace(made, unit=unit.name, started=started)
        return self._with_container(made, where)

    def _with_container(self, made: Identity, where: Contained) -> Identity:
        if not where.container and not where.pod:
            return made
        row = self.container(where.container) or Container(where.container, where.runtime)
        pod = self.containers.get(where.pod) or Container("", "", pod=where.pod)
        return replace(
            made,
            container=row.id,
            container_name=row.name,
            runtime=row.runtime or where.runtime,
            image=row.image,
            pod=row.pod or pod.pod,
            namespace=row.namespace or pod.namespace,
            started=made.started or _time(row.started),
        )

    def _owner(self, row: Process, *, inside: bool) -> str:
        """Give the user's name; a container has names of its own, which the host's files miss."""
        if row.uid is None:
            return ""
        number = str(row.uid)
        is_foreign = inside or row.root not in ("", "/")
        return number if is_foreign and row.uid != 0 else self.users.get(number, number)


def _ends(case: Case) -> tuple[tuple[Process, ...], ...]:
    return (case.window.first.rows(Process), case.window.last.rows(Process))


def _used(case: Case) -> list[Process]:
    """Give the processes that the derivers speak of; the living ones last, for they count."""
    uses = sorted(case.rows(ProcessUse), key=lambda one: not one.ended)
    return [one.now for one in uses]


def _place(row: Process) -> Contained:
    """Read where a process belongs; version 1 may tell it in one of its trees only."""
    found = contained(row.cgroup)
    if found.container:
        return found
    paths = {path for _, path in row.cgroups}
    told = (contained(path) for path in sorted(paths))
    return next((one for one in told if one.container), found)


def _time(seconds: float) -> str:
    return culprits.calendar(seconds) if seconds > 0 else ""
