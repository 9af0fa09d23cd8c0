"""Hung mount: a filesystem does not answer."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Mount, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

CHANNELS = {
    "fuse": ("request_wait_answer", "fuse_", "__fuse_"),
    "nfs": ("rpc_wait_bit", "nfs", "__rpc_", "rpc_"),
    "cifs": ("cifs_", "smb2_", "wait_for_response"),
    "smb": ("cifs_", "smb2_", "wait_for_response"),
    "ceph": ("ceph_", "__ceph_"),
    "9p": ("p9_", "v9fs_"),
}
SERVES = "fuse_dev_do_read"


@declared
class Limits:
    """Limits of hung_mount."""

    answer_time: float = limit(
        1.0,
        Unit.SECONDS,
        "time until a filesystem tells its size",
        source="checks.md: a healthy one needs milliseconds",
        window="one question",
    )


@check(
    resource=Resource.FILESYSTEM, aspect=Aspect.SATURATION, needs=("mount.count",), limits=Limits
)
def hung_mount(case: Case, limits: Limits) -> Iterator[Found]:
    """A network or FUSE filesystem does not answer, or takes seconds to.

    Why it matters: every program that touches it stands still, often so that it can't be killed,
    and with it backups, `df`, shells in that folder and whatever waits for them.

    What to do: bring the server, or the program that serves the mount, back. If it is gone for
    good, unmount by force (`umount -f`, `umount -l`; for FUSE `echo 1` into
    `/sys/fs/fuse/connections/N/abort`).
    """
    for mount in case.rows(Mount):
        time = mount.answer_s or 0.0
        if mount.hung or time >= limits.answer_time:
            yield _found(case, mount, time, limits)


def _found(case: Case, mount: Mount, time: float, limits: Limits) -> Found:
    told = evidence("filesystem.answer_time", time, source="statvfs", mount=mount.label)
    stuck = _stuck(case, mount)
    return Found(
        severity=Severity.HIGH,
        harm=Harm.WAITING,
        aspect=Aspect.SATURATION if mount.hung else Aspect.LATENCY,
        title=_title(mount, time),
        description=_why(mount, stuck),
        recommendation=text(
            "Bring its server ({device}) back. If it is gone for good, unmount by force: umount -f"
            " {mount}, then umount -l {mount}.",
            device=mount.device,
            mount=mount.point,
        ),
        proposals=(proposal("release_mount", mount=mount.point),),
        culprit=storage.named_mount(mount, 1.0),
        victims=storage.entities(case, stuck),
        evidence=(told,),
        threshold=limits.answer_time if time >= limits.answer_time else None,
        confidence=90 if mount.hung else 75,
    )


def _stuck(case: Case, mount: Mount) -> list[ProcessUse]:
    """Give who stands in a wait for such a filesystem: with one of a kind it must be this one."""
    starts = next((starts for kind, starts in CHANNELS.items() if mount.kind.startswith(kind)), ())
    return [
        one
        for one in case.rows(ProcessUse)
        if starts
        and one.now.wait_channel.startswith(starts)
        and not one.now.wait_channel.startswith(SERVES)
        and not one.now.is_kernel_thread
        and not one.ended
    ]


def _title(mount: Mount, time: float) -> Text:
    if mount.hung:
        return text(
            "The {kind} mount {mount} gave no answer in {time:seconds}",
            kind=mount.kind,
            mount=mount.point,
            time=time,
        )
    return text(
        "The {kind} mount {mount} took {time:seconds} to answer",
        kind=mount.kind,
        mount=mount.point,
        time=time,
    )


def _why(mount: Mount, stuck: list[ProcessUse]) -> Text:
    if stuck:
        return text(
            "It was asked for no more than its size. {name} and whoever else uses it stand in"
            " {channel}.",
            name=stuck[0].now.comm,
            channel=stuck[0].now.wait_channel,
        )
    return text(
        "It was asked for no more than its size. Whoever opens a file on {device} stands still.",
        device=mount.device,
    )
