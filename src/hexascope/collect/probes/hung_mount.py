"""Hung mount: whether a suspicious mounted file system answers at all."""

import sys
from collections.abc import Iterable, Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._subjects import troubles
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Resource, Status

PATIENCE_SECONDS = 2.0
SOURCE = "statvfs"
SUSPECTED = ("hung_mount", "nfs_slow", "blocked_pileup", "disk_offline", "frozen_filesystem")
ASK = "import os, sys, time\nbegan = time.monotonic()\nos.statvfs(sys.argv[1])\n"
ASK += "print(time.monotonic() - began)"


def wanted(case: Case) -> Iterable[Subject]:
    """Ask the mounts that findings of hanging file systems name."""
    known: dict[str, None] = {}
    for one in troubles(case):
        if one.check not in SUSPECTED and one.resource is not Resource.FILESYSTEM:
            continue
        who = one.culprit
        if who is not None and who.kind is EntityKind.MOUNT:
            known[who.path or who.name] = None
        known.update({piece.label("mount"): None for piece in one.evidence if piece.label("mount")})
    for place in known:
        if place.startswith("/"):
            yield Subject(name=place, place=place)


@probe(
    gives=("mount_probe.seconds", "mount_probe.hangs"),
    cost=Cost(seconds=2.5, cpu_share=0.01, needs="nothing"),
    wants=wanted,
    fallback="",
)
def hung_mount(host: ProbeHost, subject: Subject) -> Iterator[object]:
    """Ask a mounted file system how full it is, in a child that is killed after two seconds.

    A server that is gone holds who asks for ever: the child is left behind if even that can't
    end it, and the examination goes on.
    """
    mount = (("mount", subject.place),)
    words = [sys.executable, "-I", "-S", "-c", ASK, subject.place]
    try:
        ended = host.run(words, timeout_seconds=PATIENCE_SECONDS)
    except NotHere as reason:
        if reason.status is not Status.UNREADABLE or "no answer" not in reason.reason:
            raise
        yield Reading("mount_probe.hangs", mount, 1.0, SOURCE)
        yield Reading("mount_probe.seconds", mount, PATIENCE_SECONDS, SOURCE)
        return
    if ended.code != 0:
        errors = ended.errors.decode(errors="backslashreplace").strip().splitlines()
        raise NotHere(Status.UNREADABLE, f"{subject.place}: {errors[-1] if errors else 'failed'}")
    yield Reading("mount_probe.hangs", mount, 0.0, SOURCE)
    yield Reading("mount_probe.seconds", mount, float(ended.output), SOURCE)
