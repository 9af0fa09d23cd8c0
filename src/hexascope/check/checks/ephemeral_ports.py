"""Outgoing ports: nearly all ports towards one address are in use."""

from collections.abc import Iterator

from hexascope.check.connections import connecting
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import named
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of ephemeral_ports."""

    share: float = limit(
        0.8,
        Unit.RATIO,
        "share of the outgoing ports that connections to one address hold",
        source="ours: at 1 connecting fails with EADDRNOTAVAIL",
        window="the look",
    )
    high_share: float = limit(
        0.95,
        Unit.RATIO,
        "share from which on it fails within seconds",
        source="ours",
        window="the look",
    )


@check(
    resource=Resource.NETWORK, aspect=Aspect.UTILIZATION, needs=("socket.port_use",), limits=Limits
)
def ephemeral_ports(case: Case, limits: Limits) -> Iterator[Found]:
    """Connections to one address hold nearly all of the outgoing ports.

    Why it matters: when none is left, connecting fails with 'cannot assign requested address',
    though both hosts are idle.

    What to do: reuse connections, widen the range of ports, or use several addresses.
    """
    for share in case.of("socket.port_use"):
        if share.number < limits.share:
            continue
        namespace, target = share.label("namespace"), share.label("remote")
        ports = case.one("port.range", namespace=namespace)
        opened = case.number("tcp.rate", name="ActiveOpens", namespace=namespace) or 0.0
        guess = connecting(case, namespace, opened, target)
        yield Found(
            severity=Severity.CRITICAL if share.number >= limits.high_share else Severity.HIGH,
            harm=Harm.FAILING if share.number >= limits.high_share else Harm.WAITING,
            title=text(
                "Connections to {remote} hold {share:percent} of the outgoing ports",
                remote=target,
                share=share.number,
            ),
            description=text(
                "In network namespace {namespace} no connection to {remote} can be opened once "
                "all are held.",
                namespace=namespace,
                remote=target,
            ),
            recommendation=text(
                "Reuse connections to {remote}, or widen the range of ports.", remote=target
            ),
            evidence=(share, ports) if ports else (share,),
            threshold=limits.share,
            culprit=guess.entity or named(EntityKind.NAMESPACE, namespace, key=namespace),
            proposals=(
                *(proposal("reuse_connections", pid=use.pid) for use in guess.uses[:1]),
                proposal("widen_port_range"),
            ),
            confidence=guess.confidence,
        )
