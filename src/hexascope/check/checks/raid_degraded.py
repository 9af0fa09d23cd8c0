"""RAID degraded: an array runs without one of its disks."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


@check(resource=Resource.DISK, aspect=Aspect.ERRORS, needs=("raid.count",), limits=NoLimits)
def raid_degraded(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """A RAID array lacks a disk: the next failure may lose data.

    Why it matters: the array works, and so nobody notices, but what protected it is gone. While it
    is rebuilt, everything on it is slower.

    What to do: see which disk failed (`mdadm --detail`), replace it and add the new one to the
    array. If a rebuild is going on, let it finish and watch the other disks.
    """
    told: set[str] = set()
    for lacking in case.of("raid.missing_disks"):
        if lacking.number > 0:
            told.add(lacking.label("device"))
            yield _found(case, lacking)
    for failed in case.of("raid.failed_disks"):
        if failed.number > 0 and failed.label("device") not in told:
            yield _found(case, failed)


def _found(case: Case, lacking: Evidence) -> Found:
    name = lacking.label("device")
    known = storage.device(case, name)
    done = case.one("raid.rebuilt_share", device=name)
    return Found(
        severity=Severity.HIGH,
        harm=Harm.FAILING,
        title=text(
            "RAID array {name} runs without {number:count} of its disks",
            name=name,
            number=lacking.number,
        ),
        description=_why(done),
        recommendation=text(
            "Run mdadm --detail /dev/{name} to see which disk failed; replace it and add the new"
            " one to the array.",
            name=name,
        ),
        proposals=(proposal("replace_disk", device=name),),
        culprit=storage.named_device(name, known.number if known else "", 1.0),
        evidence=(lacking, *([done] if done else [])),
        confidence=95,
    )


def _why(done: Evidence | None) -> Text:
    if done is not None:
        return text(
            "It is being rebuilt and has come to {done:percent}. Until then another failure may"
            " lose data, and everything on it is slower.",
            done=done.number,
        )
    return text("It is not being rebuilt: another failure may lose what is on it.")
