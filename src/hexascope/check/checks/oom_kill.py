"""OOM kill: the kernel ended a process because memory had run out."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.kernel_events import Kill, kills
from hexascope.check.log_lines import in_window, seconds_ago
from hexascope.check.members import entities, members
from hexascope.check.oom_limits import counted, limit_met, placed
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import CgroupUse, LogLine, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When

COUNTED = "memory.oom_kills"
"""What the host's own counter grew by in the window."""

HOST = "the host"


@declared
class Limits:
    """Limits of oom_kill."""

    kills: float = limit(
        1, Unit.COUNT, "processes killed for want of memory", source="Netdata and Coroot: above 0"
    )
    oldest: float = limit(
        21_600,
        Unit.SECONDS,
        "age of a kill that is still worth telling",
        source="ours: six hours; yesterday's lines are history",
        window="the kernel log",
    )


@check(resource=Resource.MEMORY, aspect=Aspect.ERRORS, needs=("memory.total",), limits=Limits)
def oom_kill(case: Case, limits: Limits) -> Iterator[Found]:
    """The kernel killed a process because memory, or a control group's share of it, had run out.

    Why it matters: the process lost what it was doing, without a chance to save it. A service that
    is started again often grows to the same size and is killed again.

    What to do: see whose limit it was. If a control group's, compare its limit with what the
    program needs; if the host's, find who grew. Cure a leak first: a higher limit only delays it.
    """
    groups = {one.now.path: one for one in case.rows(CgroupUse)}
    seen = counted(groups.values(), limits.kills)
    owners = {path: limit_met(groups, path) for path in seen}
    by_group: dict[str, list[Kill]] = {}
    told: set[str] = set()
    for known in kills(case.rows(LogLine)):
        if seconds_ago(case, known.line) <= limits.oldest:
            now = in_window(case, known.line)
            kill = placed(known, owners) if now else known
            by_group.setdefault(_whose(kill), []).append(kill)
            # of a kill by the host itself the group's counter tells as well
            told |= {kill.limited, kill.group, "" if kill.by_limit else HOST} if now else set()
    for dead in by_group.values():
        fresh = [one for one in dead if in_window(case, one.line)]
        yield _logged(case, fresh or dead, When.NOW if fresh else When.PAST)
    for path, use in seen.items():
        if not {path, owners[path] or HOST} & told:
            yield _only_counted(case, use, owners[path], limits)
    if not told and not seen:
        yield from _host_only(case, limits)


def _whose(kill: Kill) -> str:
    """Give the control group whose limit it was; for the host's own, the killed program."""
    if kill.by_limit:
        return kill.limited or f"of {kill.comm}"
    return f"host {kill.comm}"


def _logged(case: Case, dead: list[Kill], when: When) -> Found:
    last = dead[-1]
    number = float(len(dead))
    told = (
        _told(case, number, "log", last.limited or "/"),
        evidence("oom.line", last.line.text, source="/dev/kmsg", pid=str(last.pid)),
    )
    victims = tuple(
        Entity(kind=EntityKind.PROCESS, name=one.comm, pid=one.pid, pids=(one.pid,))
        for one in dead[-8:]
    )
    if last.by_limit and last.limited:
        culprit = culprits.cgroup(last.limited, 1.0)
    else:
        culprit = Entity(
            kind=EntityKind.PROCESS, name=last.comm, pid=last.pid, pids=(last.pid,), share=1.0
        )
    return Found(
        severity=Severity.CRITICAL,
        harm=Harm.FAILING,
        when=when,
        title=_title(last, number, when),
        description=_why(last),
        recommendation=_advice(last),
        proposals=_proposals(case, last),
        culprit=culprit,
        victims=victims,
        evidence=told,
        confidence=98,
        ago_s=seconds_ago(case, last.line),
    )


def _title(last: Kill, number: float, when: When) -> Text:
    if last.by_limit and last.limited:
        return text(
            "The memory limit of control group {group} got {name} killed ({number:count} in all)",
            group=last.limited,
            name=last.comm,
            number=number,
        )
    if when is When.PAST:
        return text(
            "The kernel killed {name} earlier because memory had run out ({number:count} in all)",
            name=last.comm,
            number=number,
        )
    return text(
        "The kernel killed {name} because memory had run out ({number:count} in all)",
        name=last.comm,
        number=number,
    )


def _why(last: Kill) -> Text:
    if last.by_limit:
        return text(
            "The group had reached its limit and nothing in it could be reclaimed, so the kernel"
            " killed {name} (process {pid}); the host itself still had memory.",
            name=last.comm,
            pid=str(last.pid),
        )
    return text(
        "The whole host had no memory left to give, so the kernel chose {name}"
        " (process {pid}), which held most of it.",
        name=last.comm,
        pid=str(last.pid),
    )


def _advice(last: Kill) -> Text:
    if last.by_limit:
        return text(
            "See whether {name} grows without end or simply needs more than the limit allows; then"
            " cure the leak, or raise the group's memory limit.",
            name=last.comm,
        )
    return text(
        "Find why {name} grew, give it a memory limit of its own so that it can't take the host"
        " along, and add memory or swap if it needs that much.",
        name=last.comm,
    )


def _proposals(case: Case, last: Kill) -> tuple[Proposal, ...]:
    use = next((one for one in case.rows(CgroupUse) if one.now.path == last.limited), None)
    if last.by_limit and use is not None and use.now.memory_limit_bytes:
        wanted = use.now.memory_limit_bytes * 2
        return (proposal("raise_memory_limit", cgroup=last.limited, bytes=wanted),)
    # the dead one can't be looked at any more, but what was started in its place can
    again = next(
        (one for one in case.rows(ProcessUse) if one.now.comm == last.comm and not one.ended), None
    )
    return () if again is None else (proposal("find_leak", pid=again.pid),)


def _only_counted(case: Case, use: CgroupUse, owner: str, limits: Limits) -> Found:
    """The log can't be read: the group's own counter is proof enough."""
    number = float(use.oom_kills or 0)
    title = text(
        "The memory limit of control group {group} got {number:count} {number:process|processes} "
        "killed",
        group=owner,
        number=number,
    )
    if not owner:
        title = text(
            "{number:count} {number:process|processes} of control group {group} {number:was|were} "
            "killed because memory had run out",
            group=use.now.path,
            number=number,
        )
    return Found(
        severity=Severity.CRITICAL,
        harm=Harm.FAILING,
        title=title,
        description=text(
            "The group's own counter of kills grew by {number:count} in the window. Which process"
            " it was only the kernel log tells.",
            number=number,
        ),
        recommendation=text(
            "Read the kernel log as root (dmesg) for the name of the process; then cure what grows"
            " in the group, or raise its memory limit."
        ),
        culprit=culprits.cgroup(owner or use.now.path, 1.0),
        victims=entities(case, members(case, use.now.path), lambda one: one.now.rss_bytes),
        evidence=(_told(case, number, "cgroup", use.now.path),),
        threshold=limits.kills,
        confidence=90,
    )


def _host_only(case: Case, limits: Limits) -> Iterator[Found]:
    """Nothing but the host's counter says it: nobody can be named."""
    number = case.number(COUNTED) or 0.0
    if number >= limits.kills:
        yield Found(
            severity=Severity.CRITICAL,
            harm=Harm.FAILING,
            title=text(
                "The kernel killed {number:count} {number:process|processes} for want of memory",
                number=number,
            ),
            description=text(
                "Its counter of such kills grew by {number:count} in the window; the log and the"
                " control groups that could name the process were not readable or are gone.",
                number=number,
            ),
            recommendation=text("Read the kernel log as root (dmesg) for who was killed and why."),
            evidence=(_told(case, number, "vmstat", "/"),),
            threshold=limits.kills,
            confidence=85,
        )


def _told(case: Case, number: float, seen_in: str, group: str) -> Evidence:
    return evidence(
        "oom.kills",
        number,
        source={"log": "/dev/kmsg", "cgroup": "memory.events"}.get(seen_in, "/proc/vmstat"),
        window_s=case.window.seconds,
        cgroup=group,
        seen_in=seen_in,
    )
