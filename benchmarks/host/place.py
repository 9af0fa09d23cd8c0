"""Where a worker runs: its cgroups, namespaces, CPUs and limits."""

import ctypes
import os
import resource
import signal
from dataclasses import dataclass, field
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
CONTAINER_LIKE = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET
_PR_SET_PDEATHSIG = 1
_MS_BIND = 0x1000
_MS_REC = 0x4000
_MS_PRIVATE = 0x40000
_LIBRARY = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """All of it optional: nothing given means the host itself, without limits."""

    groups: tuple[Path, ...] = ()
    network: Path | None = None
    resolver: Path | None = None
    unshared: int = 0
    cpus: frozenset[int] = field(default_factory=frozenset)
    nice: int = 0
    files: int = 0
    user: int = 0


def join_groups(place: Place) -> None:
    """Puts the calling process into the cgroups."""
    for group in place.groups:
        (group / "cgroup.procs").write_text("0")


def enter(place: Place) -> None:
    """Puts the calling process into the namespaces and sets its limits."""
    if place.network is not None:
        with place.network.open("rb") as namespace:
            _check(_LIBRARY.setns(namespace.fileno(), CLONE_NEWNET), "setns")
    if place.unshared:
        _check(_LIBRARY.unshare(place.unshared), "unshare")
    if place.resolver is not None:
        _use_resolver(place.resolver)
    if place.cpus:
        os.sched_setaffinity(0, place.cpus)
    if place.nice:
        os.nice(place.nice)
    if place.files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (place.files, place.files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if place.user:
        # last of all: nothing above may be done by an unprivileged user
        os.setgroups([])
        os.setgid(place.user)
        os.setuid(place.user)


def end_with_parent() -> None:
    """Asks the kernel to end the calling process when its parent is gone, however it went."""
    _check(_LIBRARY.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL), "prctl")


def _use_resolver(resolver: Path) -> None:
    # An own mount namespace: the host's own resolv.conf is never touched.
    _check(_LIBRARY.unshare(CLONE_NEWNS), "unshare")
    _check(_LIBRARY.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None), "mount private")
    target = os.path.realpath("/etc/resolv.conf").encode()
    _check(_LIBRARY.mount(bytes(resolver), target, None, _MS_BIND, None), "mount bind")


def _check(result: int, call: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")
