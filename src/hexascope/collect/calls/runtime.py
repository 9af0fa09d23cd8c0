"""Containers as Docker and Podman name them: one GET over their socket, bounded in all ways."""

import errno
import json
import os
import socket
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json
from hexascope.kit import clock

PATIENCE_SECONDS = 1.0
"""How long one runtime may take to answer; a socket that hangs holds the look no longer."""

PATIENCE_FOR_ALL_SECONDS = 2.0
MOST_SOCKETS = 8
MOST_USERS = 20
MOST_ANSWER_BYTES = 4 * 1024 * 1024
MOST_HEAD_BYTES = 16 * 1024
MOST_CONTAINERS = 2_000
LONGEST_WORD = 256
MOST_PIDS_ASKED = 5_000

CHUNK = 64 * 1024
DAEMONS = {"docker": "dockerd", "podman": "podman"}
REQUEST = (
    b"GET /containers/json HTTP/1.1\r\nHost: localhost\r\nUser-Agent: hexascope\r\n"
    b"Accept: application/json\r\nConnection: close\r\n\r\n"
)
POD, NAMESPACE = "io.kubernetes.pod.name", "io.kubernetes.pod.namespace"


class BadAnswer(OSError):
    """A runtime answered with something that is no list of containers."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EBADMSG, reason)


class _Socket(NamedTuple):
    path: str
    runtime: str


def runtime_containers() -> Json:
    """Ask the runtimes whose socket may be used for their running containers.

    `containers` hold id, runtime, name, image, pod, namespace and created (seconds since 1970);
    `refused` are [socket, reason]. Nothing is asked that would start a runtime which does not run.
    """
    containers: list[Json] = []
    refused: list[Json] = []
    end = clock.monotonic() + PATIENCE_FOR_ALL_SECONDS
    for one in list(_sockets())[:MOST_SOCKETS]:
        left = min(PATIENCE_SECONDS, end - clock.monotonic())
        if left <= 0:
            refused.append([one.path, "not asked: the others took all the time"])
        elif _sleeps(one.runtime):
            refused.append([one.path, f"not asked: {one.runtime} does not run, and would start"])
        else:
            try:
                containers += containers_behind(one.path, one.runtime, left)
            except OSError as error:
                refused.append([one.path, str(error.strerror or error)])
    return {"containers": containers[:MOST_CONTAINERS], "refused": refused}


def _sockets() -> Iterator[_Socket]:
    """Give the sockets that are there, each once though it has two names."""
    known: set[tuple[int, int]] = set()
    for path, runtime in _places():
        try:
            seen = os.stat(path)  # noqa: PTH116 - the number tells two names of one socket
        except OSError:
            continue
        if stat.S_ISSOCK(seen.st_mode) and (seen.st_dev, seen.st_ino) not in known:
            known.add((seen.st_dev, seen.st_ino))
            yield _Socket(path, runtime)


def _places() -> list[tuple[str, str]]:
    """Give where sockets may be: the host's first, so that no user's runtime speaks for it."""
    users: list[str] = []
    with suppress(OSError):  # without that folder nobody is logged in: the host's sockets remain
        users = sorted(one for one in os.listdir("/run/user") if one.isdecimal())[:MOST_USERS]
    return [
        ("/run/docker.sock", "docker"),
        ("/var/run/docker.sock", "docker"),
        ("/run/podman/podman.sock", "podman"),
        *((f"/run/user/{user}/docker.sock", "docker") for user in users),
        *((f"/run/user/{user}/podman/podman.sock", "podman") for user in users),
    ]


def _sleeps(runtime: str) -> bool:
    """Say whether systemd holds the socket and would start the runtime at the first question."""
    if _name(1) != "systemd":
        return False
    pids = [int(one) for one in os.listdir("/proc") if one.isdecimal()]
    return not any(_name(pid) == DAEMONS[runtime] for pid in pids[:MOST_PIDS_ASKED])


def _name(pid: int) -> str:
    try:
        handle = os.open(f"/proc/{pid}/comm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        return os.read(handle, 64).decode(errors="replace").strip()
    except OSError:
        return ""
    finally:
        os.close(handle)


def containers_behind(path: str, runtime: str, seconds: float) -> list[Json]:
    """Ask one runtime; BadAnswer or another OSError where it gives no list of containers."""
    try:
        told = json.loads(_body(_answer(path, seconds)))
    except (ValueError, RecursionError):
        raise BadAnswer("its answer is no JSON") from None
    if not isinstance(told, list):
        raise BadAnswer("its answer is no list of containers")
    found = (_container(one, runtime) for one in told[:MOST_CONTAINERS])
    return [one for one in found if one is not None]


def _answer(path: str, seconds: float) -> bytes:
    end = clock.monotonic() + seconds
    received = bytearray()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(seconds)
        line.connect(path)
        line.sendall(REQUEST)
        while True:
            left = end - clock.monotonic()
            if left <= 0:
                raise TimeoutError(errno.ETIMEDOUT, f"it gave no whole answer in {seconds:g} s")
            line.settimeout(left)
            try:
                more = line.recv(CHUNK)
            except TimeoutError:
                continue  # the time is over, as the next turn sees
            if not more:
                return bytes(received)
            received += more
            if len(received) > MOST_ANSWER_BYTES:
                raise BadAnswer(f"its answer is longer than {MOST_ANSWER_BYTES} bytes")


def _body(answer: bytes) -> bytes:
    """Give the body of an HTTP answer that says 200; chunks are joined."""
    head, parted, body = answer.partition(b"\r\n\r\n")
    lines = head[:MOST_HEAD_BYTES].decode("latin-1").split("\r\n")
    words = lines[0].split()
    if not parted or len(words) < 2 or not words[0].startswith("HTTP/"):
        raise BadAnswer("its answer is no HTTP")
    if words[1] != "200":
        raise BadAnswer(f"it answers with HTTP {words[1][:8]}")
    fields = {name.strip().lower(): value.strip() for name, _, value in map(_parted, lines[1:])}
    return _joined(body) if fields.get("transfer-encoding", "").lower() == "chunked" else body


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(":")


def _joined(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at)
        word = body[at:end].partition(b";")[0].strip()
        try:
            size = int(word, 16) if end >= 0 and len(word) <= 8 else -1
        except ValueError:
            size = -1
        if size < 0 or end + 2 + size > len(body):
            raise BadAnswer("its answer is cut short")
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _container(told: object, runtime: str) -> dict[str, Json] | None:
    """Take what identifies a container from the runtime's description, and nothing else of it."""
    if not isinstance(told, dict):
        return None
    id = word(told.get("Id"))  # noqa: A001 - the word of the domain
    if not id:
        return None
    names = told.get("Names")
    labels = told.get("Labels")
    kept = labels if isinstance(labels, dict) else {}
    created = told.get("Created")
    name = word(names[0]).removeprefix("/") if isinstance(names, list) and names else ""
    row: dict[str, Json] = {
        "id": id,
        "runtime": runtime,
        "name": name,
        "image": word(told.get("Image")),
        "pod": word(kept.get(POD)),
        "namespace": word(kept.get(NAMESPACE)),
        "created": created if is_time(created) else 0.0,
    }
    return row


def word(value: object) -> str:
    """Give a text of bounded length; anything else is none."""
    return value[:LONGEST_WORD] if isinstance(value, str) else ""


def is_time(value: object) -> bool:
    """Say whether this is a time in seconds since 1970 that a calendar has."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value < 1e11  # type: ignore[operator] # it is a number by now


CALLS: Mapping[str, Call] = {"runtime_containers": runtime_containers}
