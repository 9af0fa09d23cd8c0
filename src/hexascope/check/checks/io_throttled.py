"""I/O throttled: a control group stands at its I/O limit, and its processes wait."""

from collections.abc import Iterator

from hexascope.check import io_limits, storage
from hexascope.check.contract import check, declared, limit
from hexascope.check.io_limits import AT_LIMIT, HeldGroup
from hexascope.check.members import members
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of io_throttled."""

    used_share: float = limit(
        AT_LIMIT,
        Unit.RATIO,
        "share of its I/O limit that a control group uses, counted over the window",
        source="ours: a group that is held back is at its limit but for the pauses of its own",
    )
    waiting_tasks: float = limit(
        0.3,
        Unit.COUNT,
        "processes of the group that wait on average",
        source="ours, seen on the fault bench: a writer at its limit waits in most looks",
    )


@check(resource=Resource.DISK, aspect=Aspect.SATURATION, needs=("cgroup.count",), limits=Limits)
def io_throttled(case: Case, limits: Limits) -> Iterator[Found]:
    """A control group reads or writes as much as its I/O limit allows, and its processes wait.

    Why it matters: the device looks idle and fast, since the requests wait before they reach it.
    Everything in the group gets slower however fast the disk is.

    What to do: compare the limit (`blkio.throttle.*` or `io.max` of the group) with what the
    program needs. Raise or lift it, or make the program write less.
    """
    for held in io_limits.held_groups(case, limits.used_share):
        found = _found(case, held, limits)
        if found is not None:
            yield found


def _found(case: Case, held: HeldGroup, limits: Limits) -> Found | None:
    device = storage.of_number(case, held.number)
    name = device.name if device else held.number
    uses = _waiting(case, held, name)
    waiting = storage.waiting(case, uses, name)
    pressed = (held.group.io_full_s or 0.0) > (held.before.io_full_s or 0.0)
    if waiting.number < limits.waiting_tasks and not pressed:
        return None
    told = _told(case, held, name)
    pressure = case.one("pressure.some_share", resource="io")
    return Found(
        severity=Severity.HIGH,
        harm=Harm.WAITING,
        title=_title(held, name),
        description=text(
            "The group uses {share:percent} of its limit, and {tasks:mean} of its processes wait "
            "for {name} on average: requests are held back before they reach the device.",
            share=told[0].number,
            tasks=waiting.number,
            name=name,
        ),
        recommendation=text(
            "Compare this limit of {group} on {name} with what it needs: raise or lift it"
            " (blkio.throttle.* or io.max), or make it do less I/O.",
            group=held.group.path,
            name=name,
        ),
        proposals=(proposal("lift_io_limit", cgroup=held.group.path, device=name),),
        culprit=storage.named_device(name, held.number, 1.0),
        victims=storage.entities(case, uses),
        evidence=(*told, waiting, *([pressure] if pressure else [])),
        confidence=95,
        threshold=limits.used_share,
    )


def _waiting(case: Case, held: HeldGroup, name: str) -> list[ProcessUse]:
    """Give who waits: of the group, or for the root's limit whoever has files on the device."""
    inside = members(case, held.group.path)
    if held.group.path in ("", "/"):
        inside = storage.users(case, storage.files_on(case, storage.numbers(case, name)))
    return [one for one in inside if storage.waiting_share(one) > 0]


def _told(case: Case, held: HeldGroup, name: str) -> tuple[Evidence, Evidence, Evidence]:
    seconds = case.window.seconds_of("cgroup.count")

    def one(family: str, value: float) -> Evidence:
        return evidence(
            family,
            value,
            source="cgroup io",
            window_s=seconds,
            cgroup=held.group.path,
            device=name,
            kind=held.kind,
        )

    return (
        one("disk.throttle_share", held.rate / held.limit),
        one("disk.throttle_rate", held.rate),
        one("disk.throttle_limit", held.limit),
    )


def _title(held: HeldGroup, name: str) -> Text:
    if held.kind.endswith("iops"):
        return text(
            "Control group {group} stands at its limit of {most:per_s} requests on {name}",
            group=held.group.path,
            most=held.limit,
            name=name,
        )
    return text(
        "Control group {group} stands at its limit of {most:bytes_per_s} on {name}",
        group=held.group.path,
        most=held.limit,
        name=name,
    )
