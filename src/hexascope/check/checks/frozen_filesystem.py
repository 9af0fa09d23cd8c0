"""Frozen filesystem: writers stand still because somebody froze it."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Mount, Process, ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

CHANNELS = ("percpu_rwsem_wait", "__percpu_down_read", "__sb_start_write", "sb_start_")
"""Where a writer waits while its filesystem is frozen."""


@declared
class Limits:
    """Limits of frozen_filesystem."""

    seconds: float = limit(
        2.0,
        Unit.SECONDS,
        "a shorter window can't tell a snapshot being taken from a freeze that was forgotten",
        source="ours",
    )


@check(
    resource=Resource.FILESYSTEM, aspect=Aspect.SATURATION, needs=("process.count",), limits=Limits
)
def frozen_filesystem(case: Case, limits: Limits) -> Iterator[Found]:
    """A filesystem is frozen, and everybody who writes to it stands still.

    Why it matters: a snapshot or backup freezes a filesystem for a moment. If it dies before it
    thaws it, all writers wait for ever, and can't be killed.

    What to do: thaw it: `fsfreeze --unfreeze MOUNT`; for a suspended device-mapper volume
    `dmsetup resume`. Then see which snapshot job left it so.
    """
    if case.window.seconds < limits.seconds:
        return
    by_mount: dict[str, list[ProcessUse]] = defaultdict(list)
    before = {one.identity: one.wait_channel for one in case.window.first.rows(Process)}
    stuck = {
        one.pid: one
        for one in case.rows(ProcessUse)
        if _stands(one, before.get(one.now.identity, ""))
    }
    numbers = {one.device_number: one for one in case.rows(Mount) if not one.shown_as_duplicate}
    for number, mount in numbers.items():
        files = storage.files_on(case, (number,), writable=True)
        for pid in {one.pid for one in files} & stuck.keys():
            by_mount[mount.label].append(stuck[pid])
    for label, uses in by_mount.items():
        at = storage.mount_of(case, label)
        if at is not None and _all_writers_stand(case, at):
            yield _found(case, at, uses)


def _stands(use: ProcessUse, before: str) -> bool:
    channel = use.now.wait_channel
    return (
        channel.startswith(CHANNELS)
        and before == channel
        and set(use.states) == {"D"}
        and not use.ended
    )


def _all_writers_stand(case: Case, mount: Mount) -> bool:
    """Say whether no file there grew: on a frozen filesystem nothing can."""
    return not storage.growth_of(case, storage.files_on(case, (mount.device_number,)))


def _found(case: Case, mount: Mount, uses: list[ProcessUse]) -> Found:
    told = evidence(
        "filesystem.frozen_tasks",
        float(len(uses)),
        source="/proc/PID/wchan",
        window_s=case.window.seconds,
        mount=mount.label,
    )
    return Found(
        severity=Severity.HIGH,
        harm=Harm.WAITING,
        title=text(
            "{mount} is frozen: {number:count} {number:writer stands|writers stand} still",
            mount=mount.point,
            number=told.number,
        ),
        description=text(
            "They stood in {channel} in every look, which is where writers wait while a filesystem"
            " is frozen, and no file there grew.",
            channel=uses[0].now.wait_channel,
        ),
        recommendation=text(
            "Thaw it: fsfreeze --unfreeze {mount} (dmsetup resume for a suspended volume). Then see"
            " which snapshot or backup job left it so.",
            mount=mount.point,
        ),
        proposals=(proposal("release_mount", mount=mount.point),),
        culprit=storage.named_mount(mount, 1.0),
        victims=storage.entities(case, uses),
        evidence=(told,),
        confidence=80,
    )
