"""Containers: whose control groups they are, and since when they run."""

from collections.abc import Iterable, Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.containment import Contained, contained
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Cgroup, Container, Process
from hexascope.domain.snapshot import Window

MOST_CONTAINERS = 2_000


@deriver()
def containers(window: Window, _so_far: Facts) -> Iterator[Container]:
    """Join what runtimes tell of containers with the control groups and processes that are in them.

    A container that no runtime told of is known by its control group alone; it started when the
    oldest of its processes did.
    """
    told = {one.id: one for one in window.last.rows(Container)}
    places: dict[str, Contained] = {}
    starts: dict[str, float] = {}
    known: dict[str, Contained] = {}
    for path, start in _paths(window):
        where = known.get(path)
        if where is None:
            where = known[path] = contained(path)
        if where.container:
            places.setdefault(where.container, where)
            if start is not None:
                starts[where.container] = min(start, starts.get(where.container, start))
    boot = _boot(window)
    for id in list(places)[:MOST_CONTAINERS]:  # noqa: A001 - the word of the domain
        row = told.get(id, Container(id, places[id].runtime))
        pod = told.get(places[id].pod) if places[id].pod else None
        yield row._replace(
            runtime=row.runtime or places[id].runtime,
            cgroup=places[id].path,
            pod=row.pod or (pod.pod if pod is not None else places[id].pod),
            namespace=row.namespace or (pod.namespace if pod is not None else ""),
            started=boot + starts[id] if id in starts else row.started,
        )
    yield from (row for row in told.values() if row.id not in places)


def _paths(window: Window) -> Iterable[tuple[str, float | None]]:
    """Give all control groups' paths, and when a process in them started."""
    for row in window.last.rows(Process):
        yield row.cgroup, row.start_s
        yield from ((path, row.start_s) for _, path in row.cgroups if path != row.cgroup)
    yield from ((one.path, None) for one in window.last.rows(Cgroup))


def _boot(window: Window) -> float:
    since = window.last.number("host.since_boot")
    return window.last.time - (window.last.at if since is None else since)
