"""Families of evidence on a target: where the time of its threads went."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Unit

FAMILIES: tuple[Family, ...] = (
    Family(
        name="target.kind",
        unit=Unit.TEXT,
        meaning="By what the target of the examination was named: unit, pid, port and so on.",
        kind=Kind.FACT,
    ),
    Family(
        name="target.name",
        unit=Unit.TEXT,
        meaning="What the user asked about.",
        kind=Kind.FACT,
    ),
    Family(
        name="target.member_count",
        unit=Unit.COUNT,
        meaning="Processes that belong to the target.",
        kind=Kind.GAUGE,
    ),
    Family(
        name="target.time_share",
        unit=Unit.RATIO,
        meaning="Share of the time of all the target's threads that went into one state.",
        labels=("state",),
        made_from=("target.member_count",),
    ),
    Family(
        name="target.work_share",
        unit=Unit.RATIO,
        meaning="Share of one state in the time in which the target's threads had something to do.",
        labels=("state",),
        made_from=("target.member_count",),
    ),
    Family(
        name="target.threads_in",
        unit=Unit.COUNT,
        meaning="How many of the target's threads were in one state on average.",
        labels=("state",),
        made_from=("target.member_count",),
    ),
    Family(
        name="target.waits_on",
        unit=Unit.RATIO,
        meaning="Share of the target's busy time that went into waiting for one thing.",
        labels=("on", "state"),
        made_from=("target.member_count",),
    ),
    Family(
        name="target.lock_waiters",
        unit=Unit.COUNT,
        meaning="How many of the target's threads waited for one lock on average.",
        labels=("lock",),
        made_from=("target.member_count",),
    ),
    Family(
        name="target.hop_share",
        unit=Unit.RATIO,
        meaning="Share of a waiter's busy time in which it waited for somebody.",
        labels=("other", "state", "waiter"),
        made_from=("target.member_count",),
    ),
    Family(
        name="target.other_share",
        unit=Unit.RATIO,
        meaning="Share of the busy time of somebody the target waits for that went into one state.",
        labels=("other", "state"),
        made_from=("target.member_count",),
    ),
)
