"""Refused connections: a client keeps asking where nobody listens."""

from collections.abc import Iterator

from hexascope.check.connections import connecting, seen_sockets, sleeps
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import named
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of connection_refused."""

    failures_per_s: float = limit(
        5.0,
        Unit.PER_SECOND,
        "connection attempts that fail a second in one network namespace",
        source="ours: retries with a pause stay below, a loop without one is seen at 190/s",
        window="the window",
    )
    high_per_s: float = limit(
        50.0,
        Unit.PER_SECOND,
        "failing attempts a second from which on it is a storm",
        source="ours",
        window="the window",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("tcp.rate",), limits=Limits)
def connection_refused(case: Case, limits: Limits) -> Iterator[Found]:
    """A client tries again and again to connect, and is refused.

    Why it matters: nobody listens where it asks, so a service that somebody depends on is down or
    its address is wrong; without a pause between tries the client burns CPU and floods logs.

    What to do: start what should listen there or correct the address, and let the client wait
    longer after each failure.
    """
    for failures in case.of("tcp.rate"):
        if failures.label("name") != "AttemptFails" or failures.number < limits.failures_per_s:
            continue
        namespace = failures.label("namespace")
        tries = case.one("tcp.rate", name="ActiveOpens", namespace=namespace)
        # half-open connections that die at a server are counted here as well
        if tries is None or tries.number < failures.number / 2:
            continue
        yield _found(case, limits, failures, tries)


def _found(case: Case, limits: Limits, failures: Evidence, tries: Evidence) -> Found:
    namespace = failures.label("namespace")
    guess = connecting(case, namespace, failures.number)
    target = next(
        (
            socket.remote
            for socket in seen_sockets(case)
            if socket.state == "SYN_SENT" and socket.namespace == namespace
        ),
        "",
    )
    culprit = guess.entity or named(EntityKind.NAMESPACE, namespace, key=namespace)
    return Found(
        severity=Severity.HIGH if failures.number >= limits.high_per_s else Severity.MEDIUM,
        harm=Harm.FAILING,
        title=text(
            "{name} tries to connect where nobody listens: {rate:mean} attempts a second fail",
            name=culprit.name,
            rate=failures.number,
        ),
        description=text(
            "In network namespace {namespace} {tries:mean} connections are opened a second and "
            "{rate:mean} of them fail, towards {target}.",
            namespace=namespace,
            tries=tries.number,
            rate=failures.number,
            target=target,
        )
        if target
        else text(
            "In network namespace {namespace} {tries:mean} connections are opened a second and "
            "{rate:mean} of them fail. They are over too soon to be seen in a table; {name} is "
            "the process whose rhythm fits them.",
            namespace=namespace,
            tries=tries.number,
            rate=failures.number,
            name=culprit.name,
        ),
        recommendation=text(
            "Start what should listen there or correct the address, and make {name} wait "
            "between its tries.",
            name=culprit.name,
        ),
        evidence=(failures, tries, *(sleeps(use) for use in guess.uses[:3])),
        threshold=limits.failures_per_s,
        culprit=culprit,
        proposals=tuple(proposal("stop_client", pid=use.pid) for use in guess.uses[:1]),
        confidence=guess.confidence,
    )
