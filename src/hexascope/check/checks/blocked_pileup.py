"""Pile-up: several tasks stand in one and the same wait and don't come out of it."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import entities
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import Mount, Process, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

ANSWERS = {
    "fuse": ("request_wait_answer", "fuse_", "__fuse_"),
    "nfs": ("rpc_wait_bit", "nfs", "__rpc_", "rpc_"),
    "cifs": ("cifs_", "smb2_", "wait_for_response"),
    "ceph": ("ceph_", "__ceph_"),
}
"""Wait channels of filesystems whose answer comes from a program or another host."""

SERVERS = ("fuse_dev_do_read", "nfsd", "svc_")
"""Wait channels of those who serve such filesystems and have nothing to do: healthy."""

NO_TROUBLE = frozenset(
    {"", "0", "do_exit", "kernel_clone", "_do_fork", "do_fork", "__refrigerator", "ptrace_stop"}
)
"""Channels of waits that are meant: a parent in vfork, a frozen or traced task."""

FROZEN = ("__sb_start_write", "percpu_rwsem_wait", "sb_start_")


@declared
class Limits:
    """Limits of blocked_pileup."""

    tasks: float = limit(
        3, Unit.COUNT, "tasks in the same wait through the whole window", source="checks.md"
    )
    least_seconds: float = limit(
        1.0,
        Unit.SECONDS,
        "a shorter window can't tell a slow wait from one that has no end",
        source="ours",
    )


@check(resource=Resource.KERNEL, aspect=Aspect.SATURATION, needs=("process.count",), limits=Limits)
def blocked_pileup(case: Case, limits: Limits) -> Iterator[Found]:
    """Several tasks stand in the same uninterruptible wait and don't come out of it.

    Why it matters: they can't even be killed until what they wait for answers. Each new request
    that touches the same thing joins them, the load average climbs, and the CPUs are idle.

    What to do: the wait channel names what they wait for: a mount whose server is gone, a device
    that doesn't answer, a lock in the kernel. Bring that back, or unmount it by force
    (`umount -f`, for FUSE `echo 1 > /sys/fs/fuse/connections/N/abort`).
    """
    if case.window.seconds < limits.least_seconds:
        return
    before = {one.identity: one.wait_channel for one in case.window.first.rows(Process)}
    stuck: dict[str, list[ProcessUse]] = defaultdict(list)
    for use in case.rows(ProcessUse):
        channel = use.now.wait_channel
        if before.get(use.now.identity) == channel and _stands(use, channel):
            stuck[channel].append(use)
    for channel, uses in stuck.items():
        if len(uses) >= limits.tasks:
            yield _found(case, channel, uses, limits)


def _stands(use: ProcessUse, channel: str) -> bool:
    """Say whether it stood in this wait all the time.

    Whoever waits for a slow disk is asleep in the same place in every look too, but has been
    woken meanwhile, which the count of voluntary switches gives away.
    """
    if channel in NO_TROUBLE or channel.startswith(SERVERS) or use.now.is_kernel_thread:
        return False
    if use.ended or use.was_new or use.voluntary_per_s:
        return False
    if set(use.states) == {"D"}:
        return True
    return set(use.states) <= {"D", "S"} and bool(_filesystem(channel))


def _filesystem(channel: str) -> str:
    for kind, starts in ANSWERS.items():
        if channel.startswith(starts):
            return kind
    return ""


def _found(case: Case, channel: str, uses: list[ProcessUse], limits: Limits) -> Found:
    number = float(len(uses))
    told = evidence(
        "task.blocked",
        number,
        source="/proc/PID/wchan",
        window_s=case.window.seconds,
        channel=channel,
    )
    kind = _filesystem(channel)
    mount = _mount(case, kind)
    remote = bool(kind) or channel.startswith(FROZEN)
    return Found(
        severity=Severity.HIGH,
        harm=Harm.WAITING,
        resource=Resource.FILESYSTEM if remote else Resource.KERNEL,
        title=text(
            "{number:count} tasks are stuck in {channel} and don't come out of it",
            number=number,
            channel=channel,
        ),
        description=_why(kind, mount),
        recommendation=_advice(mount),
        proposals=_proposals(mount),
        culprit=mount,
        victims=entities(case, uses, lambda _: 1.0),
        evidence=(told,),
        threshold=limits.tasks,
        confidence=85 if remote else 70,
    )


def _mount(case: Case, kind: str) -> Entity | None:
    """Name the mount that they wait for, where only one can be meant."""
    if not kind:
        return None
    here = [one for one in case.rows(Mount) if kind in one.kind]
    hung = [one for one in here if one.hung] or here
    points = {one.point for one in hung}
    if len(points) != 1:
        return None
    return culprits.named(EntityKind.MOUNT, hung[0].point, path=hung[0].point, share=1.0)


def _why(kind: str, mount: Entity | None) -> Text:
    if mount is not None:
        return text(
            "No look saw them anywhere else and they were not woken once. They wait for the answer"
            " of the {kind} mount {mount}.",
            kind=kind,
            mount=mount.name,
        )
    if kind:
        return text(
            "No look saw them anywhere else and they were not woken once. They wait for the answer"
            " of a {kind} filesystem, which comes from a program or another host.",
            kind=kind,
        )
    return text(
        "No look saw them anywhere else and they were not woken once: what they wait for in the"
        " kernel does not come."
    )


def _advice(mount: Entity | None) -> Text:
    if mount is None:
        return text(
            "Read /proc/PID/stack of one of them as root: it tells what they wait for. Bring that"
            " device, server or lock holder back; killing the tasks does not work."
        )
    return text(
        "Bring the server of {mount} back, or abort the mount by force (umount -f); killing the"
        " tasks does not work.",
        mount=mount.name,
    )


def _proposals(mount: Entity | None) -> tuple[Proposal, ...]:
    return () if mount is None else (proposal("release_mount", mount=mount.path),)
