"""What a control group's path tells of who is in it: unit, container, runtime, pod.

Names as systemd and the runtimes give them, with the systemd and the cgroupfs driver alike:

    /system.slice/nginx.service                              a unit
    /docker/ID, /system.slice/docker-ID.scope                Docker
    /machine.slice/libpod-ID.scope, …/libpod_parent/libpod-ID    Podman
    /kubepods.slice/…-podUID.slice/cri-containerd-ID.scope   Kubernetes, containerd, systemd driver
    /kubepods/burstable/podUID/ID                            Kubernetes, cgroupfs driver
    …/kubelet-kubepods-podUID.slice:cri-containerd:ID        Kubernetes, drivers that differ
    /k8s.io/ID, /default/ID                                  containerd's own names
    /lxc/NAME, /lxc.payload.NAME                             LXC, LXD, Incus
    /machine.slice/systemd-nspawn@NAME.service, machine-NAME.scope    systemd-nspawn
"""

import re
from typing import NamedTuple

LONGEST_NAME = 128
MOST_PARTS = 64


class Contained(NamedTuple):
    """Where a control group belongs; empty where its path doesn't tell.

    `runtime` is docker, podman, cri-o, containerd, lxc or nspawn, `kubernetes` where only the pod
    is told. `pod` is the pod's unique id. `path` is the path as far as the container's own group.
    """

    unit: str = ""
    container: str = ""
    runtime: str = ""
    pod: str = ""
    path: str = ""


NOWHERE = Contained()

_UNITS = (".service", ".scope", ".socket", ".mount", ".swap")
_UID = r"[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32}"
_POD = re.compile(rf"(?:^|-)pod({_UID})(?:\.slice)?(?=$|:)")
_SCOPES = {
    "cri-containerd": "containerd",
    "nerdctl": "containerd",
    "docker": "docker",
    "libpod-payload": "podman",
    "libpod": "podman",
    "crio": "cri-o",
}
_ID = r"([0-9A-Za-z][0-9A-Za-z_.]*?)"
_NAMED = tuple(
    (runtime, re.compile(pattern))
    for runtime, pattern in (
        *((runtime, rf"[/:]{name}[-:]{_ID}(?:\.scope)?$") for name, runtime in _SCOPES.items()),
        ("docker", r"^(?:docker|moby)/([0-9a-f]{12,64})$"),
        ("containerd", r"^(?:k8s\.io|default)/([0-9a-f]{12,64})$"),
        ("kubernetes", rf"pod(?:{_UID})(?:\.slice)?/([0-9a-f]{{12,64}})$"),
        ("lxc", r"^lxc(?:\.payload)?/(.+)$"),
        ("lxc", r"/lxc\.payload\.(.+)$"),
        ("lxc", r"/machine-(lxc\\x2d.+)\.scope$"),
        ("nspawn", r"/systemd-nspawn@(.+)\.service$"),
        # libvirt's machines are named like this too, and are no containers
        ("nspawn", r"/machine-(?!qemu\\x2d|qemu-)(.+)\.scope$"),
        ("", r"/([0-9a-f]{64}|[0-9a-f]{32}-[0-9]+)$"),
    )
)
"""Runtime, and how the last two parts of a path read where the last is a container's own group."""

_ESCAPED = re.compile(r"\\x([0-7][0-9a-f])")


def contained(path: str) -> Contained:
    """Read unit, container and pod from a path; where one is in another, the inner one counts."""
    found = NOWHERE
    parts = [part for part in path.split("/") if part][:MOST_PARTS]
    for place, part in enumerate(parts):
        above = parts[place - 1] if place else ""
        pod = _POD.search(part)
        if pod is not None:
            told = found.runtime or "kubernetes"
            found = found._replace(pod=pod[1].replace("_", "-"), runtime=told)
        own = _container(f"{above}/{part}")
        if own is not None:
            here = "/" + "/".join(parts[: place + 1])
            found = found._replace(container=own[1], runtime=own[0], path=here)
        elif part.endswith(_UNITS):
            found = found._replace(unit=part)
    return found


def _container(end: str) -> tuple[str, str] | None:
    """Give runtime and id or name where the end of a path is a container's own group."""
    for runtime, pattern in _NAMED:
        told = pattern.search(end)
        if told is not None:
            return runtime, _plain(told[1])[:LONGEST_NAME]
    return None


def _plain(name: str) -> str:
    """Undo systemd's escapes of a unit's name."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)
