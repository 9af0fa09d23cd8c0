"""Containers as their runtimes name them: name, image, pod."""

from collections import Counter
from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.domain.rows import Container
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

PODS = "/var/log/pods"
MOST_PODS = 1_000
MOST_CONTAINERS = 2_000
KUBERNETES = "kubernetes"


@collector(
    reads=("runtime_containers", "container_files", PODS), gives=("container.count",), once=True
)
def containers(host: HostFiles) -> Iterator[Container | Reading | Missing]:
    """Ask Docker and Podman by one GET, and read the files of containerd, CRI-O and Kubernetes.

    Which container a process is in is told by its control group; here are its name, its image and
    its pod. A pod is a row of its own, whose id is the pod's.
    """
    asked, refused = _asked(host)
    rows: dict[str, Container] = {}
    for told in (*asked, *_kept(host)):
        row = _row(told)
        if row is not None and len(rows) < MOST_CONTAINERS:
            rows[row.id] = _over(row, rows.get(row.id))
    pods = list(_pods(host))
    if refused:
        yield Missing("container.name", Status.UNREADABLE, "; ".join(refused)[:256])
    if not rows and not pods:
        if not refused:
            raise NotHere(Status.NOT_PRESENT, "no container runtime is here")
        return
    yield from (*rows.values(), *pods)
    for runtime, number in sorted(Counter(one.runtime for one in rows.values()).items()):
        yield Reading("container.count", (("runtime", runtime),), number, "containers")


def _asked(host: HostFiles) -> tuple[list[Json], list[str]]:
    try:
        told = host.call("runtime_containers")
    except NotHere:
        return [], []
    if not isinstance(told, dict):
        return [], []
    found, refused = told.get("containers"), told.get("refused")
    reasons = [
        f"{one[0]}: {one[1]}"
        for one in (refused if isinstance(refused, list) else ())
        if isinstance(one, list) and len(one) == 2
    ]
    return found if isinstance(found, list) else [], reasons


def _kept(host: HostFiles) -> list[Json]:
    try:
        told = host.call("container_files")
    except NotHere:
        return []
    return told if isinstance(told, list) else []


def _row(told: Json) -> Container | None:
    if not isinstance(told, dict):
        return None

    def word(name: str) -> str:
        value = told.get(name)
        return value if isinstance(value, str) else ""

    created = told.get("created")
    if not word("id"):
        return None
    row = Container(
        id=word("id"),
        runtime=word("runtime"),
        name=word("name"),
        image=word("image"),
        pod=word("pod"),
        namespace=word("namespace"),
        created=float(created) if isinstance(created, int | float) and 0 <= created < 1e11 else 0.0,
    )
    return _named_by_kubernetes(row)


def _named_by_kubernetes(row: Container) -> Container:
    """Read `k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT`, as CRI-O and Docker name a pod's container.

    Kubernetes allows no underscore in any of the parts.
    """
    parts = row.name.split("_")
    if len(parts) != 6 or parts[0] != "k8s":
        return row
    return row._replace(
        name="pause" if parts[1] == "POD" else parts[1],
        pod=row.pod or parts[2],
        namespace=row.namespace or parts[3],
    )


def _over(later: Container, first: Container | None) -> Container:
    """Let the first source speak, and the later one where it says nothing."""
    if first is None:
        return later
    return later._replace(**{name: mine for name, mine in first._asdict().items() if mine})


def _pods(host: HostFiles) -> Iterator[Container]:
    """Read the names of the log folders of pods: NAMESPACE_POD_UID."""
    try:
        names = host.names(PODS)
    except NotHere:
        return
    for name in sorted(names)[:MOST_PODS]:
        parts = name.split("_")
        if len(parts) == 3 and all(parts):
            yield Container(
                id=parts[2], runtime=KUBERNETES, pod=parts[1][:256], namespace=parts[0][:256]
            )
