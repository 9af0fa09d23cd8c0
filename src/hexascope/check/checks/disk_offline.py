"""Disk offline: the kernel has given a drive up, or lost the way to it."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import NoLimits, check
from hexascope.check.members import MOST_VICTIMS
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Mount
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity

GONE = frozenset(("offline", "transport-offline"))
"""What the driver of a SCSI drive says after its last attempt; `blocked` passes by itself."""


@check(resource=Resource.DISK, aspect=Aspect.ERRORS, needs=("disk.state",), limits=NoLimits)
def disk_offline(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """A drive is offline: the kernel sends it no request any more.

    Why it matters: every read and write fails at once with an I/O error. The kernel log may have
    forgotten why, and who may not read it sees only programs that fail.

    What to do: look at the cable, the path and the power of the drive. Bring it back by writing
    `running` into `/sys/block/DISK/device/state`; if it goes offline again, replace it.
    """
    for state in case.of("disk.state"):
        if state.value in GONE:
            yield _found(case, state)


def _found(case: Case, state: Evidence) -> Found:
    name = state.label("device")
    known = storage.device(case, name)
    numbers = storage.numbers(case, name)
    mounts = [
        one
        for one in case.rows(Mount)
        if one.device_number in numbers and not one.shown_as_duplicate
    ]
    users = storage.users(case, storage.files_on(case, numbers))
    needed = bool(mounts or users)
    return Found(
        severity=Severity.CRITICAL if needed else Severity.MEDIUM,
        harm=Harm.FAILING,
        title=text("Drive {name} is {state}", name=name, state=str(state.value)),
        description=_why(mounts, needed=needed),
        recommendation=text(
            "Check cable, path and power of {name}, then echo running >"
            " /sys/block/{name}/device/state. If it goes offline again, save the data and replace"
            " it.",
            name=name,
        ),
        proposals=(proposal("replace_disk", device=name),),
        culprit=storage.named_device(name, known.number if known else "", 1.0),
        victims=(
            *(storage.named_mount(one) for one in mounts[:MOST_VICTIMS]),
            *storage.entities(case, users, lambda _: 1.0),
        ),
        evidence=(state,),
        confidence=95,
    )


def _why(mounts: list[Mount], *, needed: bool) -> Text:
    if mounts:
        return text(
            "Its driver has given it up, so every request fails at once. {mount} stands upon it.",
            mount=mounts[0].point,
        )
    if needed:
        return text(
            "Its driver has given it up, so every request fails at once, and programs have it open."
        )
    return text(
        "Its driver has given it up, so every request fails at once. Nothing that is mounted or"
        " open stands upon it now."
    )
