"""Finding the processes of what the user named: a unit, a container, a port and so on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from hexascope.collect.collectors import _stat as stat
from hexascope.collect.contract import HostFiles, Json, NotHere
from hexascope.collect.network import endpoint, known
from hexascope.domain.containment import contained
from hexascope.domain.rows import ProcessSample
from hexascope.domain.use import Status

MOST_MEMBERS = 2_000
MOST_NEAR = 5
MOST_READ = 20_000
"""Processes whose control group is asked for."""

MOST_TABLE_BYTES = 1024 * 1024
SHORTEST_ID = 4
"""Letters of a container's id that are enough to name it."""

UNITS = (".service", ".scope", ".slice", ".socket", ".mount", ".timer", ".target")
FIRST = 1
ENDED = ("Z", "X")
"""States of processes that have ended, though nobody has taken notice yet."""

LISTENS = {"tcp": "0A", "tcp6": "0A", "udp": "07", "udp6": "07"}


class Found(NamedTuple):
    """The processes that were found with the reason of each, and groups that new ones may join."""

    why: Mapping[int, str]
    groups: tuple[str, ...] = ()


@dataclass(slots=True)
class World:
    """All processes of a host as one look sees them; their control groups are read when asked."""

    host: HostFiles
    own: int
    rows: dict[int, ProcessSample]
    _groups: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def groups(self, pid: int) -> tuple[str, ...]:
        """Give the paths of a process' control groups, `N:controllers:/path` without what leads."""
        if pid not in self._groups:
            try:
                lines = self.host.read(f"/proc/{pid}/cgroup").splitlines()
            except NotHere:
                lines = []
            self._groups[pid] = tuple(line.split(":", 2)[-1] for line in lines)
        return self._groups[pid]

    def with_descendants(self, why: Mapping[int, str]) -> dict[int, str]:
        """Add the children of these, and theirs; of the first process of all nobody descends."""
        children: dict[int, list[int]] = {}
        for pid, row in self.rows.items():
            children.setdefault(row.ppid, []).append(pid)
        found = dict(why)
        open_ = [pid for pid in why if pid != FIRST]
        while open_ and len(found) < MOST_MEMBERS:
            parent = open_.pop()
            for pid in children.get(parent, ()):
                if pid not in found and pid != self.own:
                    found[pid] = f"child of {parent}"
                    open_.append(pid)
        return found


def world(host: HostFiles) -> World:
    """Read the stat files of all processes."""
    by = stat.scale(host)
    rows: dict[int, ProcessSample] = {}
    for pid in stat.pids(host)[-MOST_READ:]:
        try:
            row = stat.sample(host.read(f"/proc/{pid}/stat"), by)
        except (NotHere, ValueError):
            continue  # it ended, or what it shows is cut short
        if row.state not in ENDED:
            rows[pid] = row
    return World(host, by.own, rows)


def members(world: World, kind: str, name: str) -> Found:
    """Give the processes of a target; NotHere with near names where there are none."""
    find = KINDS.get(kind)
    if find is None:
        raise NotHere(Status.NOT_SUPPORTED, f"nobody knows what a {kind[:40]!r} is")
    found = find(world, name)
    why = {pid: why for pid, why in found.why.items() if pid in world.rows and pid != world.own}
    if not why:
        raise NotHere(Status.NOT_PRESENT, f"no process of {kind} {name!r} is left")
    return Found(dict(list(why.items())[:MOST_MEMBERS]), found.groups)


def _unit(world: World, name: str) -> Found:
    wanted = name if name.endswith(UNITS) else f"{name}.service"
    why: dict[int, str] = {}
    groups: set[str] = set()
    names: dict[str, None] = {}
    for pid in world.rows:
        for path in world.groups(pid):
            parts = path.split("/")
            names.update((part, None) for part in parts if part.endswith(UNITS))
            if wanted in parts:
                why[pid] = f"in {path}"
                groups.add("/".join(parts[: parts.index(wanted) + 1]))
    if why:
        return Found(why, tuple(sorted(groups)))
    units = _told_by_systemd(world.host)
    if wanted not in units:
        raise _nobody("unit", name, _alike(wanted, (*names, *units)), _programs(world, name))
    told = units[wanted]
    main = told.get("MainPID", "")
    if main.isdecimal() and int(main) in world.rows:
        return Found(world.with_descendants({int(main): "main process"}))
    state = f"{told.get('ActiveState', '')} ({told.get('SubState', '')})"
    reason = f"the unit {wanted} is {state}: it has no process to watch"
    raise NotHere(Status.NOT_PRESENT, reason)


def _told_by_systemd(host: HostFiles) -> dict[str, dict[str, str]]:
    try:
        host.names("/run/systemd/system")
        text = host.call("systemd_units")
    except NotHere:
        return {}
    found: dict[str, dict[str, str]] = {}
    for block in text.split("\n\n") if isinstance(text, str) else ():
        told = dict(line.partition("=")[::2] for line in block.splitlines())
        found[told.get("Id", "")] = told
    found.pop("", None)
    return found


def _pid(world: World, name: str) -> Found:
    pid = int(name) if name.isdecimal() and len(name) < 9 else 0
    if pid == world.own:
        raise NotHere(Status.NOT_PRESENT, f"process {name} is this examination itself")
    if pid not in world.rows:
        raise NotHere(Status.NOT_PRESENT, f"no process {name[:40]!r} is here")
    return Found(world.with_descendants({pid: "main process"}))


def _cgroup(world: World, name: str) -> Found:
    wanted = name.rstrip("/") or "/"
    below = wanted.rstrip("/") + "/"
    why: dict[int, str] = {}
    names: dict[str, None] = {}
    for pid in world.rows:
        for path in world.groups(pid):
            names[path] = None
            if path == wanted or path.startswith(below):
                why.setdefault(pid, f"in {path}")
    if not why:
        raise _nobody("control group", name, _alike(wanted, names))
    return Found(why, (wanted,))


def _container(world: World, name: str) -> Found:
    ids = _ids_named(world.host, name)
    why: dict[int, str] = {}
    groups: set[str] = set()
    seen: dict[str, None] = {}
    for pid in world.rows:
        for path in world.groups(pid):
            told = contained(path)
            if told.container:
                seen[told.container[:12]] = None
            if _is_named(told.container, name) or told.container in ids:
                why.setdefault(pid, f"in {path}")
                groups.add(told.path)
    if not why:
        raise _nobody("container", name, _alike(name, (*_container_names(world.host), *seen)))
    return Found(why, tuple(sorted(groups)))


def _is_named(container: str, name: str) -> bool:
    if len(name) < SHORTEST_ID:
        return container == name
    return bool(container) and container.startswith(name)


def _listed(host: HostFiles) -> Iterator[Mapping[str, Json]]:
    """Give the containers that a runtime, or its files, name."""
    for call in ("runtime_containers", "container_files"):
        try:
            told = host.call(call)
        except NotHere:
            continue
        if isinstance(told, dict):
            told = told.get("containers")
        yield from (
            one for one in (told if isinstance(told, list) else ()) if isinstance(one, dict)
        )


def _ids_named(host: HostFiles, name: str) -> frozenset[str]:
    return frozenset(
        str(one.get("id"))
        for one in _listed(host)
        if one.get("id") and name in (one.get("name"), one.get("pod"))
    )


def _container_names(host: HostFiles) -> list[str]:
    return [str(one["name"]) for one in _listed(host) if one.get("name")]


def _port(world: World, name: str) -> Found:
    wanted = int(name) if name.isdecimal() and len(name) < 6 else 0
    sockets: dict[str, str] = {}
    ports: dict[int, str] = {}
    for protocol, port, inode in _listeners(world.host):
        ports.setdefault(port, protocol)
        if port == wanted:
            sockets[f"socket:[{inode}]"] = f"listens on {protocol} port {port}"
    if not sockets:
        near = sorted(ports, key=lambda port: (abs(port - wanted), port))[:MOST_NEAR]
        raise _nobody("port", name, [f"{ports[port]} {port}" for port in sorted(near)])
    told = world.host.call("descriptor_holders", ",".join(sorted(sockets)))
    why: dict[int, str] = {}
    for link, pids in told.items() if isinstance(told, dict) else ():
        for pid in pids if isinstance(pids, list) else ():
            if isinstance(pid, int):
                why[pid] = sockets.get(link, f"listens on port {name}")
    if not why:
        reason = f"who listens on port {name} can't be seen: run as root"
        raise NotHere(Status.NO_PERMISSION, reason)
    if len(why) > 1:
        why.pop(FIRST, None)  # it keeps sockets for its services
    return Found(world.with_descendants(why))


def _listeners(host: HostFiles) -> Iterator[tuple[str, int, str]]:
    """Give protocol, port and inode of what listens in any namespace."""
    for namespace in known(host).rows:
        for file, state in LISTENS.items():
            try:
                text = host.read_part(
                    f"/proc/{namespace.through}/net/{file}", MOST_TABLE_BYTES
                ).text
            except NotHere:
                continue
            for line in text.splitlines()[1:]:
                fields = line.split()
                if len(fields) > 9 and fields[3] == state:
                    port = int(endpoint(fields[1]).rpartition(":")[2])
                    yield file.removesuffix("6"), port, fields[9]


def _path(world: World, name: str) -> Found:
    told = world.host.call("path_users", name.rstrip("/") or "/")
    why: dict[int, str] = {}
    for one in told if isinstance(told, list) else ():
        match one:
            case [int(pid), str(reason)] if pid != world.own:
                why[pid] = reason
    if why:
        return Found(why)
    folder, _, last = name.rstrip("/").rpartition("/")
    try:
        names = world.host.names(folder or "/")
    except NotHere:
        names = []
    if last in names or not last:
        raise NotHere(Status.NOT_PRESENT, f"no process uses {name}")
    near = [f"{folder}/{one}" for one in _alike(last, names)]
    raise _nobody("path", name, near)


KINDS: Mapping[str, Callable[[World, str], Found]] = {
    "unit": _unit,
    "pid": _pid,
    "cgroup": _cgroup,
    "container": _container,
    "port": _port,
    "path": _path,
}


def _alike(name: str, names: Iterable[str]) -> list[str]:
    """Give up to five names near a name; one that holds it counts as near."""
    known_names = [one for one in dict.fromkeys(names) if one]
    stems = {one.removesuffix(".service"): one for one in known_names}
    stem = name.removesuffix(".service")
    near = [stems[one] for one in get_close_matches(stem, list(stems), n=MOST_NEAR, cutoff=0.5)]
    near += [one for one in known_names if stem in one and one not in near]
    return near[:MOST_NEAR]


def _programs(world: World, name: str) -> str:
    """Say that programs of a name run, where a unit of it doesn't."""
    stem = name.removesuffix(".service")
    pids = sorted(pid for pid, row in world.rows.items() if row.comm == stem)
    return f"; a program {stem!r} runs: --pid {pids[0]}" if pids else ""


def _nobody(kind: str, name: str, near: list[str], more: str = "") -> NotHere:
    told = f"; near: {', '.join(near)}" if near else "; nothing near it is here either"
    reason = f"no {kind} named {name!r} here{more or told}"[:256]
    return NotHere(Status.NOT_PRESENT, f"{reason}{told if more and near else ''}"[:256])
