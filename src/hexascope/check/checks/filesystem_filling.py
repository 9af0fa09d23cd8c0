"""Filesystem filling: at the rate of the window it is full soon."""

from collections.abc import Iterator
from dataclasses import replace

from hexascope.check import culprits, io_limits, storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import Mount
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of filesystem_filling."""

    soon_seconds: float = limit(
        300, Unit.SECONDS, "time until full that leaves hardly time to act", source="ours"
    )
    hour_seconds: float = limit(
        3600,
        Unit.SECONDS,
        "time until full that is worth a warning where much is used already",
        source="checks.md: full within an hour; PCP: in 20 minutes",
    )
    used_share: float = limit(
        0.80,
        Unit.RATIO,
        "space in use from which on an hour's warning is given",
        source="Coroot: 80; a few seconds say little of an hour on a volume that is half empty",
    )
    extrapolated: float = limit(
        60,
        Unit.COUNT,
        "how many windows ahead the rate of one is believed",
        source="ours: 5 s tell of five minutes",
    )
    steady_share: float = limit(
        0.5,
        Unit.RATIO,
        "share of the steps in which it filled further",
        source="ours: a burst ends",
    )
    least_rate: float = limit(
        100_000, Unit.PER_SECOND, "bytes a second below which it is left alone", source="ours"
    )
    least_share: float = limit(
        0.2,
        Unit.RATIO,
        "share of the growth below which a file that grows does not explain it",
        source="ours: then others fill it whose files were not seen",
    )
    least_grown: float = limit(
        2**20, Unit.BYTES, "growth within the window below which it is left alone", source="ours"
    )


@check(
    resource=Resource.FILESYSTEM,
    aspect=Aspect.UTILIZATION,
    needs=("filesystem.used_share",),
    limits=Limits,
)
def filesystem_filling(case: Case, limits: Limits) -> Iterator[Found]:
    """A filesystem fills so fast that it will be full soon.

    Why it matters: once it is full, writes fail, and not only those of the program that filled it.

    What to do: look at the file that grows. Rotate it, lower the log level, or stop the writer if
    it runs wild; make room or make the filesystem larger if it must grow.
    """
    for time in case.of("filesystem.time_to_full"):
        label = time.label("mount")
        mount, used = storage.mount_of(case, label), case.one("filesystem.used_share", mount=label)
        rate = case.one("filesystem.fill_rate", mount=label)
        if mount is None or used is None or rate is None or time.number <= 0:
            continue
        steady = case.one("filesystem.steady_share", mount=label)
        if not _lasts(rate, steady, limits):
            continue
        writer = _writer(case, mount, rate.number * limits.least_share)
        much = used.number >= limits.used_share
        most = min(limits.soon_seconds, limits.extrapolated * time.window_s)
        soon = time.number <= most
        # a file written in place (a database, a ring) grows to a size that its program has set
        soon = soon and (much or writer is None or not writer.in_place)
        if soon or (time.number <= limits.hour_seconds and much):
            told = (time, rate, used, *([steady] if steady else []))
            line = most if soon else limits.hour_seconds
            yield replace(_found(case, mount, writer, told, soon=soon), threshold=line)


def _writer(case: Case, mount: Mount, least: float) -> storage.Writer | None:
    """Give who writes most of what it grows by, None where that is next to nothing of it."""
    growing = storage.growth_of(case, storage.on_mount(case, mount))
    return growing[0] if growing and growing[0].growth >= least else None


def _lasts(rate: Evidence, steady: Evidence | None, limits: Limits) -> bool:
    if rate.number < limits.least_rate or rate.number * rate.window_s < limits.least_grown:
        return False
    return steady is None or steady.number >= limits.steady_share


def _found(
    case: Case,
    mount: Mount,
    writer: storage.Writer | None,
    told: tuple[Evidence, ...],
    *,
    soon: bool,
) -> Found:
    time, rate, used = told[:3]
    whole = storage.named_mount(mount, 1.0)
    # whoever is held back harms nobody yet: that he waits is the present trouble
    held = writer is not None and io_limits.holds_back(case, writer.use)
    share = min(writer.growth / rate.number, 1.0) if writer else None
    return Found(
        severity=Severity.CRITICAL if soon else Severity.MEDIUM,
        harm=Harm.FAILING if soon and not held else Harm.WASTE,
        title=text(
            "{mount} grows by {rate:bytes_per_s} and will be full in {time:seconds}",
            mount=mount.point,
            rate=rate.number,
            time=time.number,
        ),
        description=_why(writer, used),
        recommendation=_advice(mount, writer),
        proposals=_proposals(mount, writer),
        culprit=culprits.process(case, writer.use, share) if writer else whole,
        victims=(whole,) if writer else (),
        evidence=(*told, *([storage.grew(case, writer)] if writer else [])),
        confidence=85 if writer else 75,
    )


def _why(writer: storage.Writer | None, used: Evidence) -> Text:
    if writer is None:
        return text(
            "It is used to {share:percent} now. Which file grows was not seen: it is written by"
            " short-lived processes, or their files may not be looked at.",
            share=used.number,
        )
    return text(
        "{name} writes {growth:bytes_per_s} to {path}; the filesystem is used to {share:percent}"
        " now.",
        name=writer.use.now.comm,
        growth=writer.growth,
        path=writer.file.path,
        share=used.number,
    )


def _advice(mount: Mount, writer: storage.Writer | None) -> Text:
    if writer is None:
        return text(
            "Find what grows (du -xh {mount}, twice), then stop its writer or make room.",
            mount=mount.point,
        )
    return text(
        "See why {name} writes so much to {path}: rotate the file or lower its log level, or stop"
        " process {pid} if it runs wild.",
        name=writer.use.now.comm,
        path=writer.file.path,
        pid=str(writer.use.pid),
    )


def _proposals(mount: Mount, writer: storage.Writer | None) -> tuple[Proposal, ...]:
    room = (
        proposal("free_space", mount=mount.point),
        proposal("grow_filesystem", mount=mount.point),
    )
    if writer is None:
        return room
    return (
        proposal("rotate_logs", path=writer.file.path),
        proposal("stop_writer", pid=writer.use.pid),
        *room,
    )
