"""Slow commands of Redis: one command takes the only thread from all clients."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

WHOLE = frozenset(
    (
        *("keys", "flushall", "flushdb", "sort", "sunion", "sinter", "sdiff", "smembers"),
        *("hgetall", "lrange", "zrange", "zrangebyscore", "hkeys", "hvals"),
    )
)
"""Commands that go through all keys, or all of one large key, in one go."""


@declared
class Limits:
    """Limits of redis_slow_commands."""

    share: float = limit(
        0.30,
        Unit.RATIO,
        "share of the time that one command takes from all others",
        source="ours",
        window="the probe",
    )
    grave_share: float = limit(
        0.60, Unit.RATIO, "share from which on it is high", source="ours", window="the probe"
    )
    mean_s: float = limit(
        0.010,
        Unit.SECONDS,
        "mean time of the command",
        source="slowlog-log-slower-than of Redis: 10 ms",
        window="the probe",
    )


@check(
    resource=Resource.PROCESS,
    aspect=Aspect.SATURATION,
    needs=("redis.command_share",),
    limits=Limits,
)
def redis_slow_commands(case: Case, limits: Limits) -> Iterator[Found]:
    """One slow command takes Redis' only thread, and all other clients wait for it.

    Why it matters: Redis serves its clients one after the other. A command that goes through a
    million keys takes a hundred milliseconds, and every quick one behind it takes as long.

    What to do: find who sends it (SLOWLOG GET tells the client). Use SCAN for KEYS, smaller ranges
    for whole lists and hashes, UNLINK for DEL, or a replica for reports.
    """
    for share in case.of("redis.command_share"):
        command, pid = share.label("command"), share.label("pid")
        mean = case.one("redis.command_s", command=command, pid=pid)
        if mean is None or share.number < limits.share or mean.number < limits.mean_s:
            continue
        yield _found(case, (share, mean), limits)


def _found(case: Case, told: tuple[Evidence, Evidence], limits: Limits) -> Found:
    share, mean = told
    pid, command = int(share.label("pid")), share.label("command").upper()
    use = of_pid(case, pid)
    if use is None:
        culprit = Entity(kind=EntityKind.PROCESS, name=f"pid {pid}", pid=pid, pids=(pid,))
    else:
        culprit = culprits.process(case, use, min(share.number, 1.0))
    return Found(
        severity=Severity.HIGH if share.number >= limits.grave_share else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{command} takes {share:percent} of the time of {name}, and all its clients wait",
            command=command,
            share=share.number,
            name=culprit.name,
        ),
        description=_why(command, mean),
        recommendation=text(
            "See who sends {command}: redis-cli SLOWLOG GET 10. Use SCAN for KEYS, smaller ranges"
            " for whole keys, UNLINK for DEL, or a replica for reports.",
            command=command,
        ),
        proposals=(proposal("shorten_loop", pid=pid),),
        culprit=culprit,
        evidence=told,
        threshold=limits.share,
        confidence=95,
    )


def _why(command: str, mean: Evidence) -> Text:
    if command.lower() in WHOLE:
        return text(
            "Each {command} takes {mean:seconds}: it goes through all keys, or all of a large one,"
            " in one go, and the server's one thread does nothing else meanwhile.",
            command=command,
            mean=mean.number,
        )
    return text(
        "Each {command} takes {mean:seconds}, and the server's one thread does nothing else"
        " meanwhile.",
        command=command,
        mean=mean.number,
    )
