"""A first name server that does not answer while the second does."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check.connections import host_of, owners, remote, seen_sockets, victims
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of resolver_first_dead."""

    lost: float = limit(
        3,
        Unit.COUNT,
        "questions of three that got no answer within 0.3 s",
        source="ours: a single datagram may get lost",
        window="the probe",
    )


@check(resource=Resource.DEPENDENCY, aspect=Aspect.ERRORS, needs=("resolver.lost",), limits=Limits)
def resolver_first_dead(case: Case, limits: Limits) -> Iterator[Found]:
    """A name server does not answer, and the next one in resolv.conf does.

    Why it matters: the servers are asked in their order, so each lookup waits for the dead one to
    time out, mostly five seconds, before the other is asked. The host seems slow at everything, and
    no resource is busy.

    What to do: put the server that answers first, or take the dead one out, where the list is made
    (systemd-resolved, NetworkManager, the container's options); let queries pass the firewall.
    """
    by_place: dict[str, list[Evidence]] = defaultdict(list)
    for one in case.of("resolver.lost"):
        by_place[one.label("place")].append(one)
    for place, servers in by_place.items():
        servers.sort(key=lambda one: one.label("position"))
        alive = next((one for one in servers if one.number < limits.lost), None)
        for dead in servers:
            if alive is None or dead.label("position") > alive.label("position"):
                break
            if dead.number >= limits.lost:
                yield _found(case, place, dead, alive, limits)


def _found(case: Case, place: str, dead: Evidence, alive: Evidence, limits: Limits) -> Found:
    server, other = dead.label("server"), alive.label("server")
    where = {"place": place, "position": alive.label("position"), "server": other}
    took = case.one("resolver.answer_s", **where)
    asking = [one for one in seen_sockets(case) if host_of(one.remote) == server]
    return Found(
        severity=Severity.HIGH,
        harm=Harm.WAITING,
        title=text(
            "Name server {server} does not answer, and it is asked before {other}, which does",
            server=server,
            other=other,
        ),
        description=text(
            "It left {lost:count} of our questions without an answer; {other} answered in"
            " {took:seconds}. Each lookup of a program waits for the first one to time out.",
            lost=dead.number,
            other=other,
            took=took.number,
        )
        if took
        else text(
            "It left {lost:count} of our questions without an answer. Each lookup of a program"
            " waits for it to time out before {other} is asked.",
            lost=dead.number,
            other=other,
        ),
        recommendation=text(
            "Ask {server} directly (dig @{server} . NS); take it out of {place} where that is made,"
            " or put {other} first.",
            server=server,
            other=other,
            place=place,
        ),
        proposals=(proposal("change_resolver"),),
        culprit=remote(server),
        victims=victims(case, owners(case, asking)),
        evidence=(dead, *([took] if took else [])),
        threshold=limits.lost,
        confidence=95,
    )
