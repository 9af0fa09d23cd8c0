"""A server with nearly as many connections as it takes."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of connections_near_limit."""

    share: float = limit(
        0.85,
        Unit.RATIO,
        "share of the connections that a server takes",
        source="postgresqlco.nf and Percona warn from 80 to 90 %",
        window="the probe",
    )
    full_share: float = limit(
        0.98,
        Unit.RATIO,
        "share from which on the next client is refused",
        source="ours",
        window="the probe",
    )


@check(
    resource=Resource.PROCESS, aspect=Aspect.CAPACITY, needs=("connections.most",), limits=Limits
)
def connections_near_limit(case: Case, limits: Limits) -> Iterator[Found]:
    """A database or cache has nearly as many connections as it takes.

    Why it matters: the next client is refused ("too many clients already", "max number of clients
    reached"), however idle the connections are that others keep.

    What to do: find who keeps so many, and whether they are used: a pool in each of many workers
    adds up. Put a common pool before the server (PgBouncer), close idle ones, then raise the limit.
    """
    for most in case.of("connections.most"):
        used = case.one("connections.used", pid=most.label("pid"))
        if used is not None and most.number > 0 and used.number / most.number >= limits.share:
            yield _found(case, used, most, limits)


def _found(case: Case, used: Evidence, most: Evidence, limits: Limits) -> Found:
    pid = int(most.label("pid"))
    use = of_pid(case, pid)
    share = min(used.number / most.number, 1.0)
    if use is None:
        culprit = Entity(
            kind=EntityKind.PROCESS, name=f"pid {pid}", pid=pid, pids=(pid,), share=share
        )
    else:
        culprit = culprits.process(case, use, share)
    full = share >= limits.full_share
    return Found(
        severity=Severity.HIGH if full else Severity.MEDIUM,
        harm=Harm.FAILING if full else Harm.BUSY,
        title=text(
            "{name} has {used:count} of the {most:count} connections that it takes",
            name=culprit.name,
            used=used.number,
            most=most.number,
        ),
        description=text(
            "That is {share:percent} of them: the clients that come beyond the limit are refused.",
            share=share,
        ),
        recommendation=text(
            "See who keeps them, and which of them are idle; put a common pool before {name}, or"
            " raise its limit of {most:count} where memory allows it.",
            name=culprit.name,
            most=most.number,
        ),
        proposals=(proposal("raise_pool", pid=pid),),
        culprit=culprit,
        evidence=(used, most),
        confidence=90,
    )
