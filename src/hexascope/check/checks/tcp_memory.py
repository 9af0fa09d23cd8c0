"""TCP memory: connections hold nearly all the memory that TCP may use."""

from collections.abc import Iterator

from hexascope.check.connections import owners
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import process
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.rows import Socket
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of tcp_memory."""

    share: float = limit(
        0.9,
        Unit.RATIO,
        "share of the memory that TCP may hold",
        source="Netdata: 90 %",
        window="the look",
    )
    high_share: float = limit(
        0.98,
        Unit.RATIO,
        "share from which on connections are dropped",
        source="ours",
        window="the look",
    )


@check(
    resource=Resource.NETWORK, aspect=Aspect.UTILIZATION, needs=("tcp.memory_use",), limits=Limits
)
def tcp_memory(case: Case, limits: Limits) -> Iterator[Found]:
    """Connections hold nearly all the memory that TCP may use.

    Why it matters: beyond the limit the kernel drops packets and kills connections of all programs,
    although the host has memory left.

    What to do: find whose queues are full (somebody does not read or does not acknowledge), then
    raise net.ipv4.tcp_mem if that many connections are meant.
    """
    share = case.one("tcp.memory_use")
    if share is None or share.number < limits.share:
        return
    full = sorted(
        (row for row in case.rows(Socket) if row.protocol == "tcp" and row.state != "LISTEN"),
        key=lambda row: -(row.receive_queue + row.send_queue),
    )[:100]
    uses = owners(case, [row for row in full if row.receive_queue + row.send_queue > 0])
    yield Found(
        severity=Severity.CRITICAL if share.number >= limits.high_share else Severity.HIGH,
        harm=Harm.FAILING if share.number >= limits.high_share else Harm.WAITING,
        title=text(
            "Connections hold {share:percent} of the memory that TCP may use", share=share.number
        ),
        description=text("The longest queues are those of {name}.", name=uses[0].now.comm)
        if uses
        else text("The queues of connections are full of data that nobody takes."),
        recommendation=text("Find whose queues are full before raising the limit."),
        evidence=(share,),
        threshold=limits.share,
        culprit=process(case, uses[0])
        if uses
        else Entity(kind=EntityKind.SYSCTL, name="net.ipv4.tcp_mem"),
    )
