"""Unanswered name queries: programs wait for a name server that does not answer."""

from collections.abc import Iterator

from hexascope.check.connections import host_of, owners, remote, seen_sockets, victims
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of dns_unanswered."""

    wait_s: float = limit(
        0.9,
        Unit.SECONDS,
        "time that one question was seen without an answer",
        source="ours: answers take milliseconds; the C library repeats after 5 s, often set to 1",
        window="the light looks",
    )


@check(resource=Resource.DEPENDENCY, aspect=Aspect.ERRORS, needs=("socket.count",), limits=Limits)
def dns_unanswered(case: Case, limits: Limits) -> Iterator[Found]:
    """A name server does not answer, and programs wait for it.

    Why it matters: nearly every outgoing connection begins with a name. A dead first server costs
    each lookup its whole timeout, seconds that no CPU or disk figure shows.

    What to do: ask the server directly, look for a filter on port 53, and put one that answers
    first in resolv.conf.
    """
    for wait in case.of("dns.wait"):
        server = wait.label("server")
        waiting = case.one("dns.waiting", server=server)
        if wait.number < limits.wait_s or waiting is None:
            continue
        asking = [one for one in seen_sockets(case) if host_of(one.remote) == server]
        uses = owners(case, [one for one in asking if one.remote.endswith(":53")])
        yield Found(
            severity=Severity.HIGH,
            harm=Harm.FAILING,
            title=text(
                "Name server {server} does not answer: a question waited {wait:seconds}",
                server=server,
                wait=wait.number,
            ),
            description=text(
                "{waiting:count} {waiting:question|questions} of {name} to port 53 of {server} "
                "{waiting:was|were} seen waiting. Each lookup lasts as long as the resolver's "
                "timeout.",
                waiting=waiting.number,
                name=uses[0].now.comm,
                server=server,
            )
            if uses
            else text(
                "{waiting:count} {waiting:question|questions} to port 53 of {server} "
                "{waiting:was|were} seen waiting. Each lookup lasts as long as the resolver's "
                "timeout.",
                waiting=waiting.number,
                server=server,
            ),
            recommendation=text(
                "Ask {server} directly, look for filters on port 53, and use a server that "
                "answers.",
                server=server,
            ),
            evidence=(wait, waiting),
            threshold=limits.wait_s,
            culprit=remote(server),
            victims=victims(case, uses),
            proposals=(proposal("change_resolver"),),
            confidence=90,
        )
