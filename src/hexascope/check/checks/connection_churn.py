"""Connection churn: a new connection for every request."""

from collections.abc import Iterator

from hexascope.check.connections import (
    connecting,
    listeners,
    owner,
    port_of,
    sleeps,
)
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import named, process
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of connection_churn."""

    new_per_s: float = limit(
        100.0,
        Unit.PER_SECOND,
        "connections opened a second in one network namespace",
        source="ours: 3,000 TIME_WAIT of a healthy proxy are 50 a second; 400 on the fault bench",
        window="the window",
    )
    held: float = limit(
        1000.0,
        Unit.COUNT,
        "closed connections to one address whose ports are still held",
        source="ours, seen on the fault bench",
    )
    high_port_share: float = limit(
        0.5,
        Unit.RATIO,
        "share of the outgoing ports held by connections to one address",
        source="ours: at 1 no new connection can be opened",
    )
    one_address_share: float = limit(
        0.5,
        Unit.RATIO,
        "share of the new connections that go to one address",
        source="ours",
        window="the window",
    )


@check(
    resource=Resource.NETWORK,
    aspect=Aspect.UTILIZATION,
    needs=("tcp.rate", "socket.count"),
    limits=Limits,
)
def connection_churn(case: Case, limits: Limits) -> Iterator[Found]:
    """A client opens a new connection for every request and closes it at once.

    Why it matters: each connection costs a handshake and keeps its port for a minute; the outgoing
    ports run out at about 470 connections a second to one address, and then connecting fails.

    What to do: let the client keep its connections open and reuse them (keep-alive, a pool). More
    ports or their reuse only move the limit.
    """
    for held in case.of("socket.time_wait"):
        namespace, target = held.label("namespace"), held.label("remote")
        opened = case.one("tcp.rate", name="ActiveOpens", namespace=namespace)
        first = case.number("port.range_first", namespace=namespace) or 32_768.0
        if opened is None or opened.number < limits.new_per_s or held.number < limits.held:
            continue
        if port_of(target) >= first:
            continue  # the other side is the client
        growth = case.one("socket.time_wait_growth", namespace=namespace, remote=target)
        if _share(case, held, opened, growth) < limits.one_address_share:
            continue
        yield _found(case, limits, held, opened, growth)


def _share(case: Case, held: Evidence, opened: Evidence, growth: Evidence | None) -> float:
    """Give the share of the new connections that go to this address.

    Either they pile up within the window, or, after a minute, as many end as begin.
    """
    namespace = held.label("namespace")
    ended = case.number("tcp.rate", name="TW", namespace=namespace) or 0.0
    everything = sum(
        one.number for one in case.of("socket.time_wait") if one.label("namespace") == namespace
    )
    gone = ended * held.number / everything if everything else 0.0
    return ((growth.number if growth else 0.0) + gone) / opened.number


def _found(
    case: Case, limits: Limits, held: Evidence, opened: Evidence, growth: Evidence | None
) -> Found:
    namespace, target = held.label("namespace"), held.label("remote")
    guess = connecting(case, namespace, opened.number, target)
    culprit = guess.entity or named(EntityKind.PORT, target, key=f"remote:{target}")
    use = case.one("socket.port_use", namespace=namespace, remote=target)
    ports = use.number if use else 0.0
    cited = [held, opened, *(one for one in (growth, use) if one)]
    return Found(
        severity=Severity.HIGH if ports >= limits.high_port_share else Severity.MEDIUM,
        harm=Harm.WASTE,
        title=text(
            "{name} opens a new connection for every request: {rate:mean} a second, and "
            "{held:count} closed ones to {target} still hold their ports",
            name=culprit.name,
            rate=opened.number,
            held=held.number,
            target=target,
        ),
        description=text(
            "In network namespace {namespace} connections to {target} hold {ports:percent} of "
            "the outgoing ports; each is kept for a minute after its end.",
            namespace=namespace,
            target=target,
            ports=ports,
        )
        if use
        else text(
            "In network namespace {namespace} connections to {target} are closed as fast as they "
            "are opened; each keeps its port for a minute after its end.",
            namespace=namespace,
            target=target,
        ),
        recommendation=text(
            "Let {name} keep its connections to {target} open and reuse them.",
            name=culprit.name,
            target=target,
        ),
        evidence=(*cited, *(sleeps(one) for one in guess.uses[:3])),
        threshold=limits.held,
        culprit=culprit,
        victims=_servers(case, namespace, target, culprit),
        proposals=tuple(proposal("reuse_connections", pid=one.pid) for one in guess.uses[:1]),
        confidence=guess.confidence,
    )


def _servers(case: Case, namespace: str, target: str, culprit: Entity) -> tuple[Entity, ...]:
    """Name who has to accept all that, where it is on this host."""
    for socket in listeners(case, namespace):
        use = owner(case, socket) if port_of(socket.local) == port_of(target) else None
        if use is not None and use.pid not in culprit.pids:
            return (process(case, use),)
    return ()
