"""Containers as the files of their runtimes name them: where no socket may be asked.

These files hold environments, and with them secrets: only names, images and times are taken.
"""

import json
import os
from collections.abc import Iterator, Mapping
from itertools import chain

from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.runtime import is_time, word
from hexascope.collect.contract import Json
from hexascope.collect.times import written
from hexascope.kit import clock

TASKS = (
    "/run/containerd/io.containerd.runtime.v2.task",
    "/run/k3s/containerd/io.containerd.runtime.v2.task",
    "/var/snap/microk8s/common/run/containerd/io.containerd.runtime.v2.task",
)
DOCKER = "/var/lib/docker/containers"
STORAGE = "/var/lib/containers/storage/overlay-containers/containers.json"

MOST_NAMESPACES = 20
MOST_CONTAINERS = 500
MOST_SECONDS = 0.3
MOST_FILE_BYTES = 256 * 1024
MOST_STORAGE_BYTES = 4 * 1024 * 1024

_CRI = "io.kubernetes.cri."


def container_files() -> Json:
    """Give the containers that containerd, Docker, Podman and CRI-O keep files of.

    Each has id, runtime, name, image, pod, namespace and created (seconds since 1970; 0: not told).
    """
    end = clock.monotonic() + MOST_SECONDS
    found: list[Json] = []
    for one in chain(_of_containerd(), _of_docker(), _of_storage(STORAGE)):
        found.append(one)
        if len(found) >= MOST_CONTAINERS or clock.monotonic() > end:
            break
    return found


def _of_containerd() -> Iterator[dict[str, Json]]:
    for root in TASKS:
        for namespace in _names(root)[:MOST_NAMESPACES]:
            for id in _names(f"{root}/{namespace}")[:MOST_CONTAINERS]:  # noqa: A001 - of the domain
                told = _told(f"{root}/{namespace}/{id}/config.json", MOST_FILE_BYTES)
                notes = told.get("annotations") if isinstance(told, dict) else None
                row = from_annotations(id, notes if isinstance(notes, dict) else {})
                yield {**row, "runtime": "docker"} if namespace == "moby" else row


def from_annotations(id: str, notes: Mapping[str, object]) -> dict[str, Json]:  # noqa: A002 - as above
    """Name a container by what Kubernetes wrote beside its configuration."""
    is_sandbox = notes.get(f"{_CRI}container-type") == "sandbox"
    name = "pause" if is_sandbox else word(notes.get(f"{_CRI}container-name"))
    return _row(
        id,
        "containerd",
        name=name or word(notes.get("nerdctl/name")),
        image=word(notes.get(f"{_CRI}image-name")),
        pod=word(notes.get(f"{_CRI}sandbox-name")),
        namespace=word(notes.get(f"{_CRI}sandbox-namespace")),
    )


def _of_docker() -> Iterator[dict[str, Json]]:
    for id in _names(DOCKER)[:MOST_CONTAINERS]:  # noqa: A001 - the word of the domain
        told = _told(f"{DOCKER}/{id}/config.v2.json", MOST_FILE_BYTES)
        if isinstance(told, dict):
            yield from_docker(id, told)


def from_docker(id: str, told: Mapping[str, object]) -> dict[str, Json]:  # noqa: A002 - as above
    """Name a container by Docker's own file of it."""
    config = told.get("Config")
    kept = config if isinstance(config, dict) else {}
    labels = kept.get("Labels")
    notes = labels if isinstance(labels, dict) else {}
    return _row(
        id,
        "docker",
        name=word(told.get("Name")).removeprefix("/"),
        image=word(kept.get("Image")),
        pod=word(notes.get("io.kubernetes.pod.name")),
        namespace=word(notes.get("io.kubernetes.pod.namespace")),
        created=_seconds(told.get("Created")),
    )


def _of_storage(path: str) -> Iterator[dict[str, Json]]:
    """Read the list that Podman and CRI-O share; its notes are JSON within JSON."""
    told = _told(path, MOST_STORAGE_BYTES)
    for one in told[:MOST_CONTAINERS] if isinstance(told, list) else ():
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            yield from_storage(one)


def from_storage(told: Mapping[str, object]) -> dict[str, Json]:
    """Name a container by the entry in the list of Podman's and CRI-O's storage."""
    written = told.get("metadata")
    notes = _parsed(written) if isinstance(written, str) else None
    kept = notes if isinstance(notes, dict) else {}
    names = told.get("names")
    name = word(names[0]) if isinstance(names, list) and names else word(kept.get("name"))
    is_crio = name.startswith("k8s_") or "pod-id" in kept
    created = kept.get("created-at")
    return _row(
        word(told.get("id")),
        "cri-o" if is_crio else "podman",
        name=name,
        image=word(kept.get("image-name")),
        created=float(str(created)) if is_time(created) else _seconds(told.get("created")),
    )


def _row(
    id: str,  # noqa: A002 - the word of the domain
    runtime: str,
    *,
    name: str = "",
    image: str = "",
    pod: str = "",
    namespace: str = "",
    created: float = 0.0,
) -> dict[str, Json]:
    return {
        "id": word(id),
        "runtime": runtime,
        "name": name,
        "image": image,
        "pod": pod,
        "namespace": namespace,
        "created": created,
    }


def _seconds(told: object) -> float:
    """Read a time such as 2026-11-21T06:20:00.123456789Z."""
    try:
        return max(0.0, written(told).seconds()) if isinstance(told, str) else 0.0
    except (ValueError, OverflowError):
        return 0.0


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _told(path: str, most: int) -> object:
    """Read a file of JSON, None where there is none that can be used."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        with os.fdopen(handle, "rb") as stream:
            data = stream.read(most + 1)
    except OSError:
        return None
    return _parsed(data) if len(data) <= most else None


def _parsed(data: bytes | str) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


CALLS: Mapping[str, Call] = {"container_files": container_files}
