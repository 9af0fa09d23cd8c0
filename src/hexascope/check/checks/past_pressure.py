"""Pressure of the last minutes that is over: what a look of seconds comes too late for."""

from collections.abc import Iterator, Mapping

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import Process, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When

KINDS: Mapping[str, tuple[str, Resource]] = {
    "cpu": ("some", Resource.CPU),
    "memory": ("full", Resource.MEMORY),
    "io": ("full", Resource.DISK),
}
"""Which of the two kinds is trouble: 'some' wait for a CPU is, for the others it is daily life."""

MINUTE, FIVE = "60s", "300s"


@declared
class Limits:
    """Limits of past_pressure."""

    cpu: float = limit(
        0.15,
        Unit.RATIO,
        "share of the last minute, or five, in which tasks waited for a CPU",
        source="ours: 20 s of saturation leave 20 % in the mean of a minute",
        window="the last minutes",
    )
    memory: float = limit(
        0.10,
        Unit.RATIO,
        "share of the last minute, or five, in which all tasks waited for memory",
        source="systemd-oomd acts at 60 %; 10 % is felt",
        window="the last minutes",
    )
    io: float = limit(
        0.30,
        Unit.RATIO,
        "share of the last minute, or five, in which all tasks waited for I/O",
        source="ours: a copy of files alone makes it, and nobody suffers from that",
        window="the last minutes",
    )
    over: float = limit(
        0.25,
        Unit.RATIO,
        "part of the mean below which the pressure of the window calls it over",
        source="ours: the kernel's mean of a minute falls to a third within a minute",
    )
    youngest: float = limit(
        600.0,
        Unit.SECONDS,
        "age of a process up to which its CPU time is that of the last minutes",
        source="ours: the longer of the two means reaches back so far",
        window="the last minutes",
    )
    busy: float = limit(
        0.5,
        Unit.RATIO,
        "CPUs that a process has used since it started, and not now, to be who it was",
        source="ours: half a CPU and more is felt on a small host",
        window="the last minutes",
    )


@check(
    resource=Resource.KERNEL,
    aspect=Aspect.SATURATION,
    needs=("pressure.average", "pressure.some_share"),
    limits=Limits,
)
def past_pressure(case: Case, limits: Limits) -> Iterator[Found]:
    """Tasks waited for CPU, memory or I/O in the last minutes, and do not wait now.

    Why it matters: a spike is over before anybody looks, and users have felt it all the same. The
    kernel remembers it for five minutes.

    What to do: see what ran then: timers, jobs, deployments of that minute. Ask for more of the
    past with --since or --at, or let hexascope watch until it comes again.
    """
    for resource, (kind, _) in KINDS.items():
        least = float(getattr(limits, resource))
        now = case.one(f"pressure.{kind}_share", resource=resource)
        means = [
            mean
            for over in (MINUTE, FIVE)
            if (mean := case.one("pressure.average", kind=kind, over=over, resource=resource))
            is not None
            and mean.number >= least
        ]
        if now is None or not means:
            continue
        worst = max(means, key=lambda one: one.number)
        if now.number <= limits.over * worst.number:
            yield _found(case, resource, worst, now, limits)


def _found(case: Case, resource: str, mean: Evidence, now: Evidence, limits: Limits) -> Found:
    who = _who(case, limits) if resource == "cpu" else None
    told = () if who is None else _proof(case, who)
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.WAITING,
        when=When.PAST,
        resource=KINDS[resource][1],
        title=_title(resource, mean, who),
        description=_why(mean, now, who, told),
        recommendation=text(
            "See what ran then: timers, cron jobs, deployments. Ask for the hours before with"
            " --since 2h, or let hexascope examine --watch 1m wait for the next time."
        ),
        culprit=None if who is None else culprits.process(case, who),
        evidence=(mean, now, *told),
        confidence=85 if who is not None else 80,
        threshold=float(getattr(limits, resource)),
        ago_s=0.0,
    )


def _title(resource: str, mean: Evidence, who: Process | None) -> Text:
    share = mean.number
    if resource == "memory":
        if mean.label("over") == MINUTE:
            return text(
                "All tasks waited for memory {share:percent} of the last minute", share=share
            )
        return text(
            "All tasks waited for memory {share:percent} of the last 5 minutes", share=share
        )
    if resource == "io":
        if mean.label("over") == MINUTE:
            return text("All tasks waited for I/O {share:percent} of the last minute", share=share)
        return text("All tasks waited for I/O {share:percent} of the last 5 minutes", share=share)
    if who is not None and mean.label("over") == MINUTE:
        return text(
            "Tasks waited for a CPU {share:percent} of the last minute, because of {name}",
            share=share,
            name=who.comm,
        )
    if who is not None:
        return text(
            "Tasks waited for a CPU {share:percent} of the last 5 minutes, because of {name}",
            share=share,
            name=who.comm,
        )
    if mean.label("over") == MINUTE:
        return text("Tasks waited for a CPU {share:percent} of the last minute", share=share)
    return text("Tasks waited for a CPU {share:percent} of the last 5 minutes", share=share)


def _why(mean: Evidence, now: Evidence, who: Process | None, told: tuple[Evidence, ...]) -> Text:
    if who is None or not told:
        return text(
            "The kernel's mean says {share:percent}, and in the window it was {now:percent}: it is"
            " over. Who it was can't be seen any more.",
            share=mean.number,
            now=now.number,
        )
    return text(
        "The kernel's mean says {share:percent}, and in the window it was {now:percent}: it is"
        " over. {name} (pid {pid}) and its children have used {used:seconds} of CPU time in the"
        " {age:seconds} since it started, and use hardly any now.",
        share=mean.number,
        now=now.number,
        name=who.comm,
        pid=str(who.pid),
        used=told[0].number,
        age=told[1].number,
    )


def _used(row: Process) -> float:
    return row.user_s + row.system_s + row.children_user_s + row.children_system_s


def _age(case: Case, row: Process) -> float:
    return (case.number("host.since_boot") or 0.0) - row.start_s


def _who(case: Case, limits: Limits) -> Process | None:
    """Find who used most CPU time in the last minutes and none now, if anybody did.

    Only the young can be told: of an older process nobody knows when it used its time.
    """
    found = [
        one.now
        for one in case.rows(ProcessUse)
        if not one.ended
        and not one.now.is_kernel_thread
        and 1.0 <= _age(case, one.now) <= limits.youngest
        and _used(one.now) >= limits.busy * _age(case, one.now)
        and one.cpu_share + one.children_cpu_share < limits.over * limits.busy
    ]
    return max(found, key=_used, default=None)


def _proof(case: Case, who: Process) -> tuple[Evidence, ...]:
    source, pid = f"/proc/{who.pid}/stat", str(who.pid)
    return (
        evidence("past.cpu_used", _used(who), source=source, pid=pid),
        evidence("past.age", _age(case, who), source=source, pid=pid),
    )
