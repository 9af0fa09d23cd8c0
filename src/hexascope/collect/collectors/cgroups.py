"""Control groups of both versions: limits, use, throttling, kills, and the examiner's own."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hexascope.collect.collectors._group_files import VERSION_1, Folder, processes, version_2
from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.rows import Cgroup, with_all_above
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

MOST_GROUPS = 5_000
"""Control groups of which rows are made: those near the top first."""

MOST_EMPTY = 500
"""Up to so many groups those without processes are read as well: a killed one leaves its traces."""

TREES = ("cpu", "memory", "pids", "blkio", "cpuacct", "cpuset")
"""Version 1's trees of interest; the processes of a group are counted in the first that has it."""


class _Tree(NamedTuple):
    """One mounted hierarchy; `top` is the group that its mount point shows."""

    mount: str
    top: str
    version: int
    controllers: tuple[str, ...]


class _Place(NamedTuple):
    """One folder of a control group in one tree."""

    tree: _Tree
    folder: str


@collector(
    reads=("/proc/self/mountinfo", "/proc/self/cgroup", "cgroup_folders", "/sys/fs/cgroup"),
    gives=(
        "cgroup.count",
        "cgroup.own",
        "cgroup.own_quota",
        "cgroup.own_memory_limit",
        "cgroup.own_pids_limit",
    ),
)
def cgroups(host: HostFiles) -> Iterator[Cgroup | Reading | Missing]:
    """Read every control group with processes: limits, use, throttling, kills and I/O.

    Version 1 has a tree for each controller: groups of one name become one row. The limits of the
    examiner's own group stand beside the host's, for in a container they are what counts.
    """
    trees = list(_trees(host.read("/proc/self/mountinfo")))
    if not trees:
        raise NotHere(Status.NOT_PRESENT, "no control groups are mounted")
    places = _places(host, trees)
    rows: dict[str, Cgroup] = {}
    for path, folders in places.items():
        if len(rows) >= MOST_GROUPS:
            break
        try:
            row = _row(host, path, folders, leave_empty=len(places) > MOST_EMPTY)
        except ValueError as error:
            reason = f"the files of {path} made no sense ({error})"[:256]
            yield Missing("a control group", Status.UNREADABLE, reason)
            continue
        if row is not None:
            rows[path] = row
    yield from rows.values()
    yield Reading("cgroup.count", (), len(rows), "/sys/fs/cgroup")
    if len(rows) >= MOST_GROUPS:
        yield Reading("cgroup.count_total", (), len(places), "/sys/fs/cgroup")
        reason = f"sampled: {len(rows)} of {len(places)} control groups were read"
        yield Missing("cgroups", Status.UNREADABLE, reason)
    yield from _own(host, rows)


def _trees(text: str) -> Iterator[_Tree]:
    """Find mounted hierarchies in `31 23 0:28 /top /mount rw - cgroup cgroup rw,cpu`."""
    seen: set[tuple[str, ...]] = set()
    for line in text.splitlines():
        place, _, kind = line.partition(" - ")
        left, right = place.split(), kind.split()
        if len(left) < 5 or len(right) < 3 or right[0] not in ("cgroup", "cgroup2"):
            continue
        version = 2 if right[0] == "cgroup2" else 1
        options = set(right[2].split(","))
        controllers = tuple(one for one in TREES if one in options) if version == 1 else ("",)
        if controllers and controllers not in seen:
            seen.add(controllers)
            top = "/" if left[3].startswith("/..") else left[3]
            yield _Tree(left[4], top, version, controllers)


def _places(host: HostFiles, trees: list[_Tree]) -> Mapping[str, list[_Place]]:
    """Give the folders of each group, the groups near the top first.

    Beside version 1 a tree of version 2 without controllers has nothing to say: its groups are
    systemd's, and their names are those of the other trees.
    """
    found: dict[str, list[_Place]] = {}
    has_version_1 = any(tree.version == 1 for tree in trees)
    for tree in trees:
        if tree.version == 2 and has_version_1 and not _controls(host, tree):
            continue
        answer = host.call("cgroup_folders", tree.mount)
        for folder in answer if isinstance(answer, list) else []:
            if isinstance(folder, str):
                path = (tree.top.rstrip("/") + folder).rstrip("/") or "/"
                found.setdefault(path, []).append(_Place(tree, folder.rstrip("/")))
    return dict(sorted(found.items(), key=lambda one: (one[0].count("/"), one[0])))


def _controls(host: HostFiles, tree: _Tree) -> bool:
    """Say whether a tree of version 2 beside version 1 has a controller of ours."""
    try:
        told = host.read(f"{tree.mount}/cgroup.controllers").split()
    except NotHere:
        return False
    return bool({"cpu", "memory", "io", "pids"} & set(told))


def _row(host: HostFiles, path: str, places: list[_Place], *, leave_empty: bool) -> Cgroup | None:
    more: dict[str, object] = {}
    missing: list[str] = []
    version = 1
    for tree, name in places:
        folder = Folder(host, tree.mount + name, more, missing)
        if "processes" not in more:
            processes(folder)
            if leave_empty and not more["processes"] and path.count("/") > 1:
                return None
        if tree.version == 2:
            version = 2
            version_2(folder)
        else:
            for controller in tree.controllers:
                VERSION_1[controller](folder)
    return Cgroup(path, version, missing=tuple(missing), **more)  # type: ignore[arg-type] # fields by name


def _own(host: HostFiles, rows: Mapping[str, Cgroup]) -> Iterator[Reading | Missing]:
    """Give the smallest limits on the way from the examiner's own groups to the top."""
    source = "/proc/self/cgroup"
    paths = [line.split(":", 2)[2] for line in host.read(source).splitlines()]
    above = {upper for path in paths for upper in with_all_above(path)}
    own = [rows[path] for path in above if path in rows]
    longest = max(paths, key=len, default="/")
    yield Reading("cgroup.own", (), longest, source)
    for family, limits in (
        ("cgroup.own_quota", [row.cpu_quota for row in own]),
        ("cgroup.own_memory_limit", [row.memory_limit_bytes for row in own]),
        ("cgroup.own_pids_limit", [row.pids_limit for row in own]),
    ):
        known = [limit for limit in limits if limit is not None]
        if known:
            yield Reading(family, (), min(known), source)
        else:
            reason = "the examiner's control group has no such limit"
            yield Missing(family, Status.NOT_PRESENT, reason)
